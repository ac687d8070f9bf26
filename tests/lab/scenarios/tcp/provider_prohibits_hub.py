# SPDX-License-Identifier: MIT
"""The provider's router says by ICMP that the hub's addresses are prohibited."""
from injections import HUB, HUB6
from injections_provider import UPLINK, UPLINK6, provider

FAULTS = ("B03",)
INJECT = provider("ip daddr %s reject with icmp admin-prohibited" % HUB, "ip6 daddr %s reject with icmpv6 admin-prohibited" % HUB6)
CAUSE = "tcp.admin_prohibited"
BOX = (UPLINK, UPLINK6)
WORKS, BROKEN = {"direct": set()}, ()
