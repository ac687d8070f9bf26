# SPDX-License-Identifier: MIT
"""The firewall before the proxy drops TLS in its tunnels; CONNECT itself passes."""
from injections import only_by_proxy
from injections_sites import TLS_HANDSHAKE, to_proxy
from squids import squid_open

FAULTS = ("D25", "C02")
INJECT = (only_by_proxy, to_proxy(TLS_HANDSHAKE + " drop"))
CAUSE = "proxy.tunnel_stall"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
