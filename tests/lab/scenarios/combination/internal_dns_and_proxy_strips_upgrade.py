# SPDX-License-Identifier: MIT
"""The device's resolver knows internal names only, and the proxy inspects TLS, which the device trusts, and takes the WebSocket upgrade out."""
from injections import only_by_proxy
from injections_dns import NAMES, RESOLVER, at_once, resolvers, unbound
from injections_proxy import NOT_DIRECT
from lab import PROXY as PROXY_ADDRESS
from lab import PROXY_NAME
from proxies import inspected_trust, squid_bump

FAULTS = ("A01", "D28")
INJECT = (only_by_proxy, at_once(unbound('local-data: "%s. 300 IN A %s"' % (PROXY_NAME, PROXY_ADDRESS), without=NAMES), resolvers(RESOLVER)))
CAUSE, WHERE = "ws.upgrade_stripped", "proxy"
ALSO = ("tls.intercepted_trusted",)
PROXY = squid_bump
WORKS, BROKEN = {"direct": set(), "proxy": {"https"}}, NOT_DIRECT
OPTIONS = ("--ca", inspected_trust)
