# SPDX-License-Identifier: MIT
"""The first two of three resolvers are gone; every lookup waits for both."""
from injections import DNS, resolvers
from injections_dns import RESOLVER, SILENT_RESOLVER, dead

FAULTS = ("A10",)
INJECT = (dead(), dead(RESOLVER), resolvers(SILENT_RESOLVER, RESOLVER, DNS))
CAUSE, SEVERITY = "dns.slow_first_server", "warning"
BOX = (SILENT_RESOLVER, RESOLVER)
