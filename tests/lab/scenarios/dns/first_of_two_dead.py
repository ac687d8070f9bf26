# SPDX-License-Identifier: MIT
"""The first of two resolvers is gone: every lookup waits for it."""
from injections_dns import DNS, SILENT_RESOLVER, at_once, dead, resolvers

FAULTS = ("A10",)
INJECT = at_once(dead(), resolvers(SILENT_RESOLVER, DNS))
CAUSE = "dns.slow_first_server"
BOX = SILENT_RESOLVER
SEVERITY = "warning"
