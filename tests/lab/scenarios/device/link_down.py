# SPDX-License-Identifier: MIT
"""The device's network cable is pulled."""
from injections_device import link_down

FAULTS = ("B06",)
INJECT = link_down
CAUSE = "host.link_down"
ACCEPT = ("host.no_route",) # a link that is down has taken the routes with it
WORKS = {"direct": set()}
