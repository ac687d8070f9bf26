# SPDX-License-Identifier: MIT
"""A device of IPv6 alone meets a reject route for 5671 (ICMPv6 type 1 code 6)."""
from injections import ALL, DNS6, GATEWAY_IN6, iptables, resolvers
from injections_device import without_address

FAULTS = ("B04",)
INJECT = (without_address(4), resolvers(DNS6), iptables("FORWARD -i in -p tcp --dport 5671 -j REJECT --reject-with icmp6-reject-route", tables=("ip6tables",)))
CAUSE = "tcp.admin_prohibited"
BOX = GATEWAY_IN6
ACCEPT = ("tcp.icmp_unreachable",) # RFC 4443: a route that rejects
WORKS = {"direct": ALL - {"amqp"}}
