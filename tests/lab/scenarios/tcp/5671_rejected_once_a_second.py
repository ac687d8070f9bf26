# SPDX-License-Identifier: MIT
"""The firewall rejects 5671 by ICMP, and says so once a second at most; further attempts it drops."""
from injections import ALL, GATEWAY_IN, GATEWAY_IN6, firewall

FAULTS = ("B03", "B09")
INJECT = firewall("tcp dport 5671 limit rate 1/second burst 1 packets reject with icmpx admin-prohibited", "tcp dport 5671 drop")
CAUSE = "tcp.admin_prohibited"
ACCEPT = ("tcp.drop",)  # of most attempts
WHERE, BOX = "firewall", (GATEWAY_IN, GATEWAY_IN6)
WORKS = {"direct": ALL - {"amqp"}}
