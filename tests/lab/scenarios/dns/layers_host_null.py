# SPDX-License-Identifier: MIT
"""The resolver's policy answers 0.0.0.0 for the host of the registry's layers alone."""
from injections_dns import RESOLVER, asks_unbound, filtering

FAULTS = ("A14",)
INJECT = asks_unbound(filtering("eastus.data.mcr.microsoft.com", "always_null"), without=["eastus.data.mcr.microsoft.com"])
CAUSE = "dns.sinkhole"
WHERE, BOX = "resolver", RESOLVER
BROKEN = ("mcr_data",)
