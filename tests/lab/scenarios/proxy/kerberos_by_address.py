# SPDX-License-Identifier: MIT
"""The proxy takes Kerberos only, and its address is written, for which there is no service name."""
from injections import only_by_proxy
from kerberos import ticket
from injections_proxy import by_address
from squids import squid_kerberos

FAULTS = ("D10",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_unsupported_scheme"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = by_address(squid_kerberos)
ENVIRONMENT = ticket
