# SPDX-License-Identifier: MIT
"""The firewall rejects 443 of the hub by ICMP before it looks at where packets go."""
from injections import ALL, GATEWAY_IN, GATEWAY_IN6, HUB, HUB6, WEB, chain

FAULTS = ("B03",)
INJECT = chain("firewall", "prerouting", ["ip daddr %s tcp dport 443 reject with icmp admin-prohibited" % HUB, "ip6 daddr %s tcp dport 443 reject with icmpv6 admin-prohibited" % HUB6], priority="-150")
CAUSE = "tcp.admin_prohibited"
WHERE, BOX = "firewall", (GATEWAY_IN, GATEWAY_IN6)
WORKS, BROKEN = {"direct": ALL - WEB}, ()
