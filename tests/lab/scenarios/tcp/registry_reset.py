# SPDX-License-Identifier: MIT
"""The firewall resets connections to Microsoft's registry."""
from injections import MCR, MCR6, firewall

FAULTS = ("B01",)
INJECT = firewall("ip daddr %s meta l4proto tcp reject with tcp reset" % MCR, "ip6 daddr %s meta l4proto tcp reject with tcp reset" % MCR6)
CAUSE, WHERE = "tcp.reset", "firewall"
BROKEN = ("mcr", "mcr_data/direct")
