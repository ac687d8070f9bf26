# SPDX-License-Identifier: MIT
"""The hub's own addresses are silent, which no box of the site or its provider has done."""
from injections import HUB, HUB6, cloud_input
from injections_provider import provider

FAULTS = ("B09",)
INJECT = (provider(), cloud_input("ip daddr %s drop" % HUB, "ip6 daddr %s drop" % HUB6))
CAUSE = "tcp.drop"
WHERE, BOX = "unknown", None  # nobody between has done it
WORKS = {"direct": set()}
BROKEN = ()
