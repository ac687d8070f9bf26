# SPDX-License-Identifier: MIT
"""The firewall drops what goes to Microsoft's registry."""
from injections import MCR, MCR6, firewall

FAULTS = ("B09",)
INJECT = firewall("ip daddr %s drop" % MCR, "ip6 daddr %s drop" % MCR6)
CAUSE = "tcp.drop"
WHERE = ("firewall", "unknown")  # a host that is down would be as silent: no hop behind the firewall tells
BROKEN = ("mcr", "mcr_data")
