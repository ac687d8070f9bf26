# SPDX-License-Identifier: MIT
"""The second of two resolvers is gone; nobody ever asks it."""
from injections_dns import DNS, SILENT_RESOLVER, dead, resolvers

FAULTS = ("A10",)
INJECT = (dead(), resolvers(DNS, SILENT_RESOLVER))
CAUSE = None
