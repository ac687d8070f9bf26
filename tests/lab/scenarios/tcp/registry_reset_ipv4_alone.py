# SPDX-License-Identifier: MIT
"""The firewall resets the registry's IPv4 address; over IPv6 all works."""
from injections import MCR, firewall

FAULTS = ("B10",)
INJECT = firewall("ip daddr %s meta l4proto tcp reject with tcp reset" % MCR)
CAUSE = "tcp.one_of_two_dead"
ACCEPT = ("tcp.reset",) # what happens to that one
