# SPDX-License-Identifier: MIT
"""The hub's own host, not a box before it, says by ICMP that 8883 is prohibited (firewalld on a gateway that stands for it)."""
from injections import ALL, HUB, HUB6, cloud_input

FAULTS = ("B04",)
INJECT = cloud_input("ip daddr %s tcp dport 8883 reject with icmp host-prohibited" % HUB, "ip6 daddr %s tcp dport 8883 reject with icmpv6 admin-prohibited" % HUB6)
CAUSE = "tcp.admin_prohibited"
WHERE, BOX = ("service", "unknown"), (HUB, HUB6)
WORKS = {"direct": ALL - {"mqtt"}}
