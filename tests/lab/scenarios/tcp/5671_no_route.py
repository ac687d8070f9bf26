# SPDX-License-Identifier: MIT
"""The firewall rejects 5671 as a network without a route."""
from injections import ALL, GATEWAY_IN, GATEWAY_IN6, firewall

FAULTS = ("B05",)
INJECT = firewall("tcp dport 5671 reject with icmpx no-route")
CAUSE = "tcp.icmp_unreachable"
BOX = (GATEWAY_IN, GATEWAY_IN6)
WORKS = {"direct": ALL - {"amqp"}}
