# SPDX-License-Identifier: MIT
"""The device has no default route, and its proxy is beyond."""
from injections_device import no_default_route
from squids import squid_open

FAULTS = ("B07", "D02")
INJECT = no_default_route(4, 6)
CAUSE = "host.no_route"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
