# SPDX-License-Identifier: MIT
"""The first of two resolvers is gone, and the second filters the hub's name."""
from injections_dns import RESOLVER, SILENT_RESOLVER, ZONE, dead, filtering, resolvers, unbound

FAULTS = ("A10", "A02")
INJECT = (dead(), unbound(filtering(ZONE, "always_nxdomain")), resolvers(SILENT_RESOLVER, RESOLVER))
CAUSE = "dns.filtered"
ALSO = ("dns.slow_first_server",)
WHERE, BOX = "resolver", RESOLVER
WORKS, BROKEN = {"direct": set()}, ()
