# SPDX-License-Identifier: MIT
"""A router on the way has no route to the hub's addresses, and says so."""
from injections import GATEWAY_IN, GATEWAY_IN6, HUB, HUB6, ip

FAULTS = ("B05",)
INJECT = (ip("firewall", "route add unreachable %s/32" % HUB, "route del unreachable %s/32" % HUB),
          ip("firewall", "-6 route add unreachable %s/128" % HUB6, "-6 route del unreachable %s/128" % HUB6))
CAUSE = "tcp.icmp_unreachable"
BOX = (GATEWAY_IN, GATEWAY_IN6)
WORKS, BROKEN = {"direct": set()}, ()
