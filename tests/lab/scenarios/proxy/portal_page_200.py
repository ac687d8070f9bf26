# SPDX-License-Identifier: MIT
"""A portal shows its page at port 80 for everybody (200), and everything else is rejected by ICMP."""
from injections import firewall
from injections_sites import web_page

FAULTS = ("D35",)
INJECT = (web_page("200 '<html>Please sign in</html>'", 80), firewall('iifname "in" oifname "out" tcp dport { 443, 5671, 8883 } reject with icmpx admin-prohibited'))
CAUSE = "net.captive_portal"
ACCEPT = ("tcp.admin_prohibited",)  # what the portal does with the rest
WORKS = {"direct": set()}
