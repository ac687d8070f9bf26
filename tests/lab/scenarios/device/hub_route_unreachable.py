# SPDX-License-Identifier: MIT
"""A route of the device itself says that the hub is unreachable."""
from injections import HUB, HUB6, ip

FAULTS = ("B07",)
INJECT = (ip("client", "route add unreachable %s/32" % HUB, "route del unreachable %s/32" % HUB),
          ip("client", "-6 route add unreachable %s/128" % HUB6, "-6 route del unreachable %s/128" % HUB6))
CAUSE, WHERE = "host.no_route", "device"
WORKS, BROKEN = {"direct": set()}, ()
