# SPDX-License-Identifier: MIT
"""The firewall before the proxy resets connections in which TLS begins; CONNECT itself passes."""
from injections import only_by_proxy
from injections_sites import TLS_HANDSHAKE, to_proxy
from squids import squid_open

FAULTS = ("D25", "C01")
INJECT = (only_by_proxy, to_proxy(TLS_HANDSHAKE + " reject with tcp reset"))
CAUSE = "proxy.tunnel_reset"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
