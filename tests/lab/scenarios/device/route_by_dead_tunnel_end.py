# SPDX-License-Identifier: MIT
"""A leftover route of a VPN sends the hub's traffic to a neighbour that is gone."""
from injections import HUB, HUB6, ip

FAULTS = ("B06",)
INJECT = (ip("client", "route add %s/32 via 198.51.100.99" % HUB, "route del %s/32" % HUB),
          ip("client", "-6 route add %s/128 via 2001:db8:1::99" % HUB6, "-6 route del %s/128" % HUB6))
CAUSE = "host.link_down"
WORKS, BROKEN = {"direct": set()}, ()
OPTIONS = ("--limit", 4)
WHERE, BOX = "local_network", None # who reports it is the device itself
