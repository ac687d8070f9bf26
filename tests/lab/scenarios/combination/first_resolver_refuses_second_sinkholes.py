# SPDX-License-Identifier: MIT
"""The first of two resolvers refuses this device, the second answers 0.0.0.0 for DPS."""
from injections_dns import RESOLVER, SECOND, filtering, resolvers, unbound

_DPS = "global.azure-devices-provisioning.net"
FAULTS = ("A04", "A14")
INJECT = (unbound("access-control: 198.51.100.0/24 refuse"), unbound(filtering(_DPS, "always_null"), without=[_DPS], at=SECOND), resolvers(RESOLVER, SECOND))
CAUSE = "dns.sinkhole"
WHERE, BOX = "resolver", SECOND
BROKEN = ("dps",)
