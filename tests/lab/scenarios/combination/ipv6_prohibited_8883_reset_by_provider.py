# SPDX-License-Identifier: MIT
"""The firewall prohibits IPv6; the provider's router resets 8883."""
from injections import ALL, firewall
from injections_provider import provider

FAULTS = ("B11", "B01")
INJECT = (provider("tcp dport 8883 reject with tcp reset"), firewall("meta nfproto ipv6 meta l4proto tcp reject with icmpv6 admin-prohibited"))
CAUSE = "net.ipv6_broken"
ALSO = ("tcp.reset",)
ACCEPT = ("tcp.reset",) # both cost an alternative
WORKS = {"direct": ALL - {"mqtt"}}
