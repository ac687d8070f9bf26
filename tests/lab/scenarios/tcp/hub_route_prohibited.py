# SPDX-License-Identifier: MIT
"""A router on the way has a prohibiting route for the hub's addresses."""
from injections import GATEWAY_IN, GATEWAY_IN6, HUB, HUB6, ip

FAULTS = ("B04",)
INJECT = (ip("firewall", "route add prohibit %s/32" % HUB, "route del prohibit %s/32" % HUB),
          ip("firewall", "-6 route add prohibit %s/128" % HUB6, "-6 route del prohibit %s/128" % HUB6))
CAUSE = "tcp.admin_prohibited"
BOX = (GATEWAY_IN, GATEWAY_IN6)
WORKS, BROKEN = {"direct": set()}, ()
