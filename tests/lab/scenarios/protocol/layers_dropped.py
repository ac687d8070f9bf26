# SPDX-License-Identifier: MIT
"""The firewall's list of addresses has the registry and not the host of its layers."""
from injections import DATA, DATA6, firewall

FAULTS = ("E14",)
INJECT = firewall("ip daddr %s drop" % DATA, "ip6 daddr %s drop" % DATA6)
CAUSE = "tcp.drop"
BROKEN = ("mcr_data",)
