# SPDX-License-Identifier: MIT
"""All the hub's ports are rejected with ICMP port unreachable."""
from injections import GATEWAY_IN, GATEWAY_IN6, firewall

FAULTS = ("B02",)
INJECT = firewall("tcp dport { 443, 5671, 8883 } reject")
CAUSE = "tcp.icmp_unreachable"
WHERE, BOX = "firewall", (GATEWAY_IN, GATEWAY_IN6)
WORKS = {"direct": set()}
