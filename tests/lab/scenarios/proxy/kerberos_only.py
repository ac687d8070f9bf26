# SPDX-License-Identifier: MIT
"""The proxy takes Kerberos only, and the device has no ticket."""
from injections import only_by_proxy
from squids import squid_kerberos

FAULTS = ("D09", "D10")
INJECT = only_by_proxy
CAUSE = "proxy.auth_unsupported_scheme"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_kerberos
