# SPDX-License-Identifier: MIT
"""The first of two resolvers is gone, and a narrow tunnel does not tell."""
from injections_dns import DNS, SILENT_RESOLVER, dead, resolvers
from injections_path import narrow

FAULTS = ("A10", "B23")
INJECT = (dead(), resolvers(SILENT_RESOLVER, DNS), narrow("in", 1400))
CAUSE = "net.mtu_blackhole"
ALSO = ("dns.slow_first_server",)
WORKS = {"direct": set()}
