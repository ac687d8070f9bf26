# SPDX-License-Identifier: MIT
"""The firewall drops the hub's IPv4 address; over IPv6 all works."""
from injections import HUB, firewall

FAULTS = ("B10",)
INJECT = firewall("ip daddr %s drop" % HUB)
CAUSE = "tcp.one_of_two_dead"
ACCEPT = ("tcp.drop",) # what happens to that one
