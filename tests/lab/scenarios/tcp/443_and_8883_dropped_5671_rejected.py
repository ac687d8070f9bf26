# SPDX-License-Identifier: MIT
"""443 and 8883 of the hub are dropped silently, 5671 alone is rejected, and the box says so. Boxes ration what they
say: the silence beside it may be the same rejection, and is not proved to be."""
from injections import firewall

FAULTS = ("B01",)
INJECT = firewall(
    "ip daddr 203.0.113.10 tcp dport 5671 reject with icmpx admin-prohibited", "ip6 daddr 2001:db8:2::10 tcp dport 5671 reject with icmpx admin-prohibited",
    "ip daddr 203.0.113.10 drop", "ip6 daddr 2001:db8:2::10 drop")
CAUSE = "tcp.drop"
ACCEPT = ("tcp.admin_prohibited",)
WORKS = {"direct": set()}
BROKEN = ()
