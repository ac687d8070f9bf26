# SPDX-License-Identifier: MIT
"""A firewall before the proxy finds the hub's name in hellos inside tunnels: dropped. CONNECT passes."""
from injections import iptables, only_by_proxy
from injections_proxy import NOT_DIRECT
from squids import squid_open

FAULTS = ("D25", "C02")
INJECT = (only_by_proxy, iptables("FORWARD -i in -o proxy -p tcp -m string --algo bm --hex-string |000019|contoso.azure-devices.net -j DROP"))
CAUSE = "proxy.tunnel_stall"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_open
