# SPDX-License-Identifier: MIT
"""The device has no network, not even its loopback."""
from injections import ip
from injections_device import link_down

FAULTS = ("B06",)
INJECT = (link_down, ip("client", "link set lo down", "link set lo up"))
CAUSE = "host.link_down"
ACCEPT = ("host.no_route",) # a link that is down has taken the routes with it
WORKS = {"direct": set()}
