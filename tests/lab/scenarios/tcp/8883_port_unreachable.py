# SPDX-License-Identifier: MIT
"""8883 is rejected the way iptables does by itself: ICMP port unreachable, which a device sees as refused."""
from injections import ALL, GATEWAY_IN, GATEWAY_IN6, iptables

FAULTS = ("B02",)
INJECT = iptables("FORWARD -p tcp --dport 8883 -j REJECT")
CAUSE = "tcp.icmp_unreachable"
WHERE, BOX = "firewall", (GATEWAY_IN, GATEWAY_IN6)
WORKS = {"direct": ALL - {"mqtt"}}
