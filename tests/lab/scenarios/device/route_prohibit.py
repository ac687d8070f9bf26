# SPDX-License-Identifier: MIT
"""A route of the device itself prohibits the hub's addresses."""
from injections import HUB, HUB6, ip

FAULTS = ("B07",)
INJECT = (ip("client", "route add prohibit %s/32" % HUB, "route del prohibit %s/32" % HUB),
          ip("client", "-6 route add prohibit %s/128" % HUB6, "-6 route del prohibit %s/128" % HUB6))
CAUSE, WHERE = "host.no_route", "device"
ACCEPT = ("host.local_firewall",) # somebody prohibits it on the device
WORKS, BROKEN = {"direct": set()}, ()
