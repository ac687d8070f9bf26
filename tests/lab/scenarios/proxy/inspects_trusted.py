# SPDX-License-Identifier: MIT
"""The proxy inspects TLS and lets WebSocket through; the device trusts its CA."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT
from squids import inspected_trust, squid_bump_websocket

FAULTS = ("C07", "D26", "D27", "C18")
INJECT = only_by_proxy
CAUSE = "tls.intercepted_trusted"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
PROXY = squid_bump_websocket
OPTIONS = ("--ca", inspected_trust)
