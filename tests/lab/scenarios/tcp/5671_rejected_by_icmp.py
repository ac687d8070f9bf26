# SPDX-License-Identifier: MIT
"""The site's firewall rejects by ICMP connections to 5671."""
from injections import ALL, GATEWAY_IN, GATEWAY_IN6, firewall

FAULTS = ("B03",)
INJECT = firewall("tcp dport 5671 reject with icmpx admin-prohibited")
CAUSE = "tcp.admin_prohibited"
WHERE = "firewall"
BOX = (GATEWAY_IN, GATEWAY_IN6)
WORKS = {"direct": ALL - {"amqp"}}
