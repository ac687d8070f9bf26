# SPDX-License-Identifier: MIT
"""The first of two resolvers says at once that it failed; programs go on to the second."""
from injections import DNS, resolvers
from injections_dns import RESOLVER, at_fault, strange_dns
from truth import declared

FAULTS = ("A05",)
INJECT = (declared(strange_dns("servfail"), at_fault(RESOLVER, "dns.servfail")), resolvers(RESOLVER, DNS))
CAUSE = None
