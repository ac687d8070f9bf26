# SPDX-License-Identifier: MIT
"""The proxy inspects TLS under a CA that the device does not know; the direct way is open and untouched."""
from injections import ALL
from squids import squid_bump

FAULTS = ("C06", "D26", "D32")
INJECT = ()
CAUSE = "tls.intercepted_untrusted"
WHERE = "proxy"
WORKS = {"direct": ALL, "proxy": set()}
PROXY = squid_bump
