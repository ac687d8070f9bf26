# SPDX-License-Identifier: MIT
"""A block list in the site's resolver removes Microsoft's registry; the hub is not on it."""
from injections_dns import RESOLVER, asks_unbound, filtering

FAULTS = ("A02",)
INJECT = asks_unbound(filtering("mcr.microsoft.com", "always_nxdomain"))
CAUSE = "dns.filtered"
WHERE, BOX = "resolver", RESOLVER
BROKEN = ("mcr", "mcr_data")
