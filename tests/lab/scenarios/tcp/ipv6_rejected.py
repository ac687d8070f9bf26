# SPDX-License-Identifier: MIT
"""The site announces IPv6, and its firewall rejects all of it by ICMP."""
from injections import firewall

FAULTS = ("B11",)
INJECT = firewall("meta nfproto ipv6 reject with icmpv6 admin-prohibited")
CAUSE = "net.ipv6_broken"
