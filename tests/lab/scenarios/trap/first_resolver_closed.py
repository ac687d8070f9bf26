# SPDX-License-Identifier: MIT
"""The first of two resolvers has no DNS and says so at once; the second answers."""
from injections import OTHER
from injections_dns import DNS, resolvers

FAULTS = ("A09",)
INJECT = resolvers(OTHER, DNS)
CAUSE = None
