# SPDX-License-Identifier: MIT
"""The first of three resolvers answers late (1.4 s); programs wait for it."""
from injections_dns import DNS, RESOLVER, SECOND, resolvers, strange_dns, unbound

FAULTS = ("A11",)
INJECT = (strange_dns("slow:1.4"), unbound(at=SECOND), resolvers(RESOLVER, SECOND, DNS))
CAUSE = "dns.slow"
WHERE, BOX = "resolver", RESOLVER
SEVERITY = "warning"
OPTIONS = ("--limit", 4)
