# SPDX-License-Identifier: MIT
"""The proxy takes Kerberos only; the user has a ticket, and IoT Edge can do nothing with it."""
from injections import only_by_proxy
from kerberos import ticket
from squids import squid_kerberos

FAULTS = ("D09", "D10")
INJECT = only_by_proxy
CAUSE = "proxy.auth_unsupported_scheme"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_kerberos
ENVIRONMENT = ticket
