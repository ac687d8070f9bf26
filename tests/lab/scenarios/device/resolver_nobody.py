# SPDX-License-Identifier: MIT
"""The device's resolver is an address of its own network that nobody has."""
from injections import resolvers
from injections_device import NOBODY

FAULTS = ("A08",)
INJECT = resolvers(NOBODY)
CAUSE = "dns.timeout"
ACCEPT = ("dns.unreachable", "host.link_down") # the device itself finds nobody there, sooner or later
WORKS = {"direct": set()}
