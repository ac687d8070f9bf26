# SPDX-License-Identifier: MIT
"""443 is rejected as administratively prohibited; 5671 and 8883 are open."""
from injections import GATEWAY_IN, GATEWAY_IN6, PLAIN, SERVICES, firewall

FAULTS = ("B03",)
INJECT = firewall("tcp dport 443 reject with icmpx admin-prohibited")
CAUSE = "tcp.admin_prohibited"
WHERE, BOX = "firewall", (GATEWAY_IN, GATEWAY_IN6)
WORKS, BROKEN = {"direct": PLAIN}, tuple(SERVICES)
