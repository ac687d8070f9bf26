# SPDX-License-Identifier: MIT
"""A device of IPv6 alone: a filter by source prefix refuses 8883 (ICMPv6 type 1 code 5)."""
from injections import ALL, DNS6, GATEWAY_IN6, iptables, resolvers
from injections_device import without_address

FAULTS = ("B04",)
INJECT = (without_address(4), resolvers(DNS6), iptables("FORWARD -i in -p tcp --dport 8883 -j REJECT --reject-with icmp6-policy-fail", tables=("ip6tables",)))
CAUSE = "tcp.admin_prohibited"
BOX = GATEWAY_IN6
WORKS = {"direct": ALL - {"mqtt"}}
