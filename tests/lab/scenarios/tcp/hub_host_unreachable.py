# SPDX-License-Identifier: MIT
"""The router in front of the hub's network finds nobody at its address: ICMP host unreachable, after seconds."""
from injections import GATEWAY_IN, GATEWAY_IN6, HUB, HUB6, ip

FAULTS = ("B05",)
INJECT = (ip("firewall", "route add %s/32 via 203.0.113.97" % HUB, "route del %s/32" % HUB),
          ip("firewall", "-6 route add %s/128 via 2001:db8:2::97" % HUB6, "-6 route del %s/128" % HUB6))
CAUSE = "tcp.icmp_unreachable"
BOX = (GATEWAY_IN, GATEWAY_IN6)
WORKS, BROKEN = {"direct": set()}, ()
OPTIONS = ("--limit", 5)
