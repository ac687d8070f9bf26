# SPDX-License-Identifier: MIT
"""Between the proxy and the cloud segments above 1300 octets vanish on their way back."""
from injections import only_by_proxy, sysctl
from injections_sites import from_proxy
from injections import firewall
from squids import squid_open

FAULTS = ("B24", "D25")
INJECT = (only_by_proxy, firewall('iifname "out" oifname "proxy" ip length > 1300 drop', 'iifname "out" oifname "proxy" ip6 length > 1260 drop'))
CAUSE = "proxy.tunnel_stall"
ACCEPT = ("net.mtu_blackhole",)  # which nobody before the proxy can measure
WHERE = ("proxy", "firewall", "unknown")
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
