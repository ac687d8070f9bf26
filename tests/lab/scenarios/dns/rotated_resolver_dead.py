# SPDX-License-Identifier: MIT
"""The device takes its two resolvers in turn (options rotate), and the second is gone: every second lookup waits."""
from injections import DNS, resolvers
from injections_dns import SILENT_RESOLVER, dead

FAULTS = ("A10",)
INJECT = (dead(), resolvers(DNS, SILENT_RESOLVER, options="options rotate\n"))
CAUSE, SEVERITY = "dns.slow_first_server", "warning"
BOX = SILENT_RESOLVER
