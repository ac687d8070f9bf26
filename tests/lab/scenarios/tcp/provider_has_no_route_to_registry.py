# SPDX-License-Identifier: MIT
"""The provider's router has no route to the registry and the host of its layers."""
from injections import DATA, DATA6, MCR, MCR6
from injections_provider import UPLINK, UPLINK6, provider

FAULTS = ("B05",)
INJECT = provider("ip daddr { %s, %s } reject with icmp net-unreachable" % (MCR, DATA), "ip6 daddr { %s, %s } reject with icmpv6 no-route" % (MCR6, DATA6))
CAUSE = "tcp.icmp_unreachable"
BOX = (UPLINK, UPLINK6)
BROKEN = ("mcr", "mcr_data")
