# SPDX-License-Identifier: MIT
"""The device has a route of its own to the hub, by the same gateway, and a small initial window."""
from injections import GATEWAY_IN, HUB, ip

INJECT = ip("client", "route add %s/32 via %s initcwnd 2" % (HUB, GATEWAY_IN), "route del %s/32" % HUB)
CAUSE = None
