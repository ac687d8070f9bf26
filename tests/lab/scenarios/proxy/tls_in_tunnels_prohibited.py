# SPDX-License-Identifier: MIT
"""A firewall before the proxy rejects TLS in tunnels by ICMP; CONNECT passes."""
from injections import only_by_proxy
from injections_sites import TLS_HANDSHAKE, to_proxy
from squids import squid_open

FAULTS = ("D25", "C03")
INJECT = (only_by_proxy, to_proxy(TLS_HANDSHAKE + " reject with icmpx admin-prohibited"))
CAUSE = "proxy.tunnel_closed"
ACCEPT = ("proxy.tunnel_reset", "proxy.tunnel_stall", "tcp.admin_prohibited")  # an error, where the kernel tells of it
WHERE = ("firewall", "proxy", "unknown")
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
