# SPDX-License-Identifier: MIT
"""The device's clock is two years slow, and the first of its two resolvers is gone."""
from injections import clock
from injections_dns import DNS, SILENT_RESOLVER, dead, resolvers

FAULTS = ("C17", "A10")
INJECT = (dead(), resolvers(SILENT_RESOLVER, DNS))
CAUSE = "host.clock_skew"
ALSO = ("dns.slow_first_server",)
WORKS = {"direct": set()}
ENVIRONMENT = clock("-730d")
