# SPDX-License-Identifier: MIT
"""The proxy inspects TLS and takes the WebSocket upgrade out; the device trusts its CA."""
from injections import only_by_proxy
from squids import inspected_trust, squid_bump

FAULTS = ("D28", "C07", "D26")
INJECT = only_by_proxy
CAUSE = "ws.upgrade_stripped"
ALSO = ("tls.intercepted_trusted",)
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": {"https"}}
PROXY = squid_bump
OPTIONS = ("--ca", inspected_trust)
