# SPDX-License-Identifier: MIT
"""The device's own rules drop 5671 where packets leave its network card (nftables egress)."""
from injections import ALL, table

FAULTS = ("B08",)
INJECT = table("client", "netdev", ' chain c {\n  type filter hook egress device "out" priority 0\n  tcp dport 5671 drop\n }')
CAUSE = "host.local_firewall"
ACCEPT = ("tcp.drop",)  # who may not read the rules sees only that no hop answers
WHERE, BOX = ("device", "unknown"), None
WORKS = {"direct": ALL - {"amqp"}}
