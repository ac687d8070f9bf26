# SPDX-License-Identifier: MIT
"""The firewall rejects all TCP as administratively prohibited; DNS answers."""
from injections import GATEWAY_IN, GATEWAY_IN6, firewall

FAULTS = ("B03",)
INJECT = firewall('iifname "in" meta l4proto tcp reject with icmpx admin-prohibited')
CAUSE = "tcp.admin_prohibited"
WHERE, BOX = "firewall", (GATEWAY_IN, GATEWAY_IN6)
WORKS = {"direct": set()}
