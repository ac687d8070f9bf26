# SPDX-License-Identifier: MIT
"""The proxy is in the device's own network, and the device has no router at all."""
from injections import WEB
from injections_device import no_default_route
from injections_offices import NEAR, near, written
from squids import squid_open

INJECT = (*no_default_route(4, 6), near)
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = written(squid_open, NEAR)
