# SPDX-License-Identifier: MIT
"""The firewall drops all TCP, and the first of two resolvers is gone."""
from injections import firewall
from injections_dns import DNS, SILENT_RESOLVER, dead, resolvers

FAULTS = ("B09", "A10")
INJECT = (dead(), resolvers(SILENT_RESOLVER, DNS), firewall("meta l4proto tcp drop"))
CAUSE = "tcp.drop"
ALSO = ("dns.slow_first_server",)
WORKS = {"direct": set()}
