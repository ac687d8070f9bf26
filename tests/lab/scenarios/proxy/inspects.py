# SPDX-License-Identifier: MIT
"""The proxy inspects TLS, and the device does not know its CA."""
from injections import only_by_proxy
from squids import squid_bump

FAULTS = ("C06", "D26")
INJECT = only_by_proxy
CAUSE = "tls.intercepted_untrusted"
WHERE = "proxy"
BOX = "Example Inspection CA"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_bump
