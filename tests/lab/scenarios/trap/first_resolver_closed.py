# SPDX-License-Identifier: MIT
"""The first of two resolvers has no DNS and says so at once; the second answers."""
from injections import OTHER
from injections_dns import DNS, at_fault, resolvers
from truth import declared

FAULTS = ("A09",)
INJECT = declared(resolvers(OTHER, DNS), at_fault(OTHER, "dns.unreachable"))
CAUSE = None
