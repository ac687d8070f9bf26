# SPDX-License-Identifier: MIT
"""The device names four resolvers, of which the first three are gone: programs ask three at most."""
from injections import DNS, resolvers
from injections_dns import RESOLVER, SECOND, SILENT_RESOLVER, dead

FAULTS = ("A08",)
INJECT = (dead(), dead(RESOLVER), dead(SECOND), resolvers(SILENT_RESOLVER, RESOLVER, SECOND, DNS))
CAUSE = "dns.timeout"
WORKS = {"direct": set()}
