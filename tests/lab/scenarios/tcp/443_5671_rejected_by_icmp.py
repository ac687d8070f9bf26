# SPDX-License-Identifier: MIT
"""The site's firewall rejects by ICMP connections to 443 and 5671."""
from injections import GATEWAY_IN, GATEWAY_IN6, firewall

FAULTS = ("B03",)
INJECT = firewall("tcp dport { 443, 5671 } reject with icmpx admin-prohibited")
CAUSE = "tcp.admin_prohibited"
WHERE = "firewall"
BOX = (GATEWAY_IN, GATEWAY_IN6)
WORKS = {"direct": {"mqtt"}}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
