# SPDX-License-Identifier: MIT
"""The site's firewall rejects by ICMP connections to 5671 and 8883."""
from injections import GATEWAY_IN, GATEWAY_IN6, WEB, firewall

FAULTS = ("B03",)
INJECT = firewall("tcp dport { 5671, 8883 } reject with icmpx admin-prohibited")
CAUSE = "tcp.admin_prohibited"
WHERE = "firewall"
BOX = (GATEWAY_IN, GATEWAY_IN6)
WORKS = {"direct": WEB}
