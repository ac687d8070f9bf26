# SPDX-License-Identifier: MIT
"""The first of two resolvers is gone, and the firewall resets 8883."""
from injections import ALL, firewall
from injections_dns import DNS, SILENT_RESOLVER, dead, resolvers

FAULTS = ("A10", "B01")
INJECT = (dead(), resolvers(SILENT_RESOLVER, DNS), firewall("tcp dport 8883 reject with tcp reset"))
CAUSE = "dns.slow_first_server"
ALSO = ("tcp.reset",)
BOX = SILENT_RESOLVER
WORKS = {"direct": ALL - {"mqtt"}}
