# SPDX-License-Identifier: MIT
"""The resolver's list has mcr.microsoft.com and not the host of its layers."""
from injections_dns import RESOLVER, asks_unbound, filtering

FAULTS = ("E14", "A02")
INJECT = asks_unbound(filtering("data.mcr.microsoft.com", "always_nxdomain"))
CAUSE = "dns.filtered"
WHERE, BOX = "resolver", RESOLVER
BROKEN = ("mcr_data",)
