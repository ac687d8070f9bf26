# SPDX-License-Identifier: MIT
"""The proxy takes Kerberos only, and the device's clock is two days fast."""
from injections import only_by_proxy
from kerberos import ticket
from injections_proxy import and_clock
from squids import squid_kerberos

FAULTS = ("D10",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_unsupported_scheme"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_kerberos
ENVIRONMENT = and_clock(ticket, "+2d")
