# SPDX-License-Identifier: MIT
"""A transparent gateway closes for the hub's name at 443, and another firewall rejects 5671 by ICMP."""
from injections import HUB_NAME, firewall
from injections_sites import name_gateway

FAULTS = ("C04", "B03")
INJECT = (name_gateway("reject", HUB_NAME), firewall("tcp dport 5671 reject with icmpx admin-prohibited"))
CAUSE = "tls.sni_reset"
ALSO = ("tcp.admin_prohibited",)
ACCEPT = ("tcp.admin_prohibited",)  # 8883 alone is left
WORKS = {"direct": {"mqtt"}}
BROKEN = ()
OPTIONS = ("--ipv4",)
