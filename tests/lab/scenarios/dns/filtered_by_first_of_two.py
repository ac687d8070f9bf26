# SPDX-License-Identifier: MIT
"""The first of two resolvers filters the hub's name, the second knows it: programs believe the first."""
from injections_dns import DNS, RESOLVER, ZONE, at_once, filtering, resolvers, unbound

FAULTS = ("A02",)
INJECT = at_once(unbound(filtering(ZONE, "always_nxdomain")), resolvers(RESOLVER, DNS))
CAUSE = "dns.filtered"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
BROKEN = ()
