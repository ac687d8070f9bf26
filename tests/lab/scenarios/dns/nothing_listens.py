# SPDX-License-Identifier: MIT
"""The device is pointed at a host that serves no DNS."""
from injections import OTHER
from injections_dns import resolvers

FAULTS = ("A09",)
INJECT = resolvers(OTHER)
CAUSE = "dns.unreachable"
BOX = OTHER
WORKS = {"direct": set()}
