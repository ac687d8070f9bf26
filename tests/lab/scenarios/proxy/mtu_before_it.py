# SPDX-License-Identifier: MIT
"""A tunnel between the proxy and the device takes 1300 octets, and says nothing."""
from injections import only_by_proxy
from injections_path import narrow
from squids import squid_open

FAULTS = ("B23",)
INJECT = (only_by_proxy, narrow("in", 1300))
CAUSE = "net.mtu_blackhole"
ACCEPT = ("proxy.tunnel_stall",)  # what is large does not come through the tunnel
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
