# SPDX-License-Identifier: MIT
"""The firewall rejects the device's questions by ICMP: port 53 is for others."""
from injections import GATEWAY_IN, firewall

FAULTS = ("A09",)
INJECT = firewall("meta l4proto { tcp, udp } th dport 53 reject with icmpx admin-prohibited")
CAUSE = "dns.unreachable"
WHERE, BOX = "firewall", GATEWAY_IN
ACCEPT = ("tcp.admin_prohibited",) # the box says so itself; the questions are UDP
WORKS = {"direct": set()}
