# SPDX-License-Identifier: MIT
"""8883 is rejected by the site's firewall, which says so by ICMP."""
from injections import ALL, GATEWAY_IN, GATEWAY_IN6, firewall

FAULTS = ("B03",)
INJECT = firewall("tcp dport 8883 reject with icmpx admin-prohibited")
CAUSE = "tcp.admin_prohibited"
WHERE, BOX = "firewall", (GATEWAY_IN, GATEWAY_IN6)
WORKS = {"direct": ALL - {"mqtt"}}
