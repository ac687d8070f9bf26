# SPDX-License-Identifier: MIT
"""The firewall rejects what goes to the provisioning service and the hosts beside it."""
from injections import GATEWAY_IN, GATEWAY_IN6, OTHER, OTHER6, firewall

FAULTS = ("B03",)
INJECT = firewall("ip daddr %s reject with icmpx admin-prohibited" % OTHER, "ip6 daddr %s reject with icmpx admin-prohibited" % OTHER6)
CAUSE = "tcp.admin_prohibited"
WHERE, BOX = "firewall", (GATEWAY_IN, GATEWAY_IN6)
BROKEN = ("dps", "packages", "version_info")
