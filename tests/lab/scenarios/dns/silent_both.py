# SPDX-License-Identifier: MIT
"""Both resolvers of the device are gone."""
from injections_dns import SILENT_RESOLVER, at_once, dead, resolvers

FAULTS = ("A08",)
INJECT = at_once(dead(), dead("203.0.113.78"), resolvers(SILENT_RESOLVER, "203.0.113.78"))
CAUSE = "dns.timeout"
WORKS = {"direct": set()}
