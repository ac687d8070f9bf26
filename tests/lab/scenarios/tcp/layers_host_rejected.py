# SPDX-License-Identifier: MIT
"""The registry is open, the host its layers come from is rejected by ICMP."""
from injections import DATA, DATA6, GATEWAY_IN, GATEWAY_IN6, firewall

FAULTS = ("B03", "E14")
INJECT = firewall("ip daddr %s reject with icmpx admin-prohibited" % DATA, "ip6 daddr %s reject with icmpx admin-prohibited" % DATA6)
CAUSE = "tcp.admin_prohibited"
WHERE, BOX = "firewall", (GATEWAY_IN, GATEWAY_IN6)
BROKEN = ("mcr_data",)
