# SPDX-License-Identifier: MIT
"""The firewall drops the hub's IPv4 address and prohibits its IPv6 address."""
from injections import HUB, HUB6, firewall

FAULTS = ("B09", "B03")
INJECT = firewall("ip daddr %s drop" % HUB, "ip6 daddr %s reject with icmpv6 admin-prohibited" % HUB6)
CAUSE = "tcp.drop"
ACCEPT = ("tcp.admin_prohibited",) # of either address
WORKS, BROKEN = {"direct": set()}, ()
