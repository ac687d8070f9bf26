# SPDX-License-Identifier: MIT
"""A web filter answers port 80 with its page; another rule rejects 443, 5671 and 8883, and says so."""
from injections import firewall
from injections_proxy import portal_at_80

FAULTS = ("B03", "D35")
INJECT = (portal_at_80, firewall('iifname "in" oifname "out" tcp dport { 443, 5671, 8883 } reject with icmpx admin-prohibited'))
CAUSE = "tcp.admin_prohibited"
WORKS = {"direct": set()}
