# SPDX-License-Identifier: MIT
"""The firewall drops 8883 over IPv6 alone."""
from injections import firewall

FAULTS = ("B11",)
INJECT = firewall("meta nfproto ipv6 tcp dport 8883 drop")
CAUSE = "net.ipv6_broken"
ACCEPT = ("tcp.one_of_two_dead", "tcp.drop") # one port's IPv6; one of two addresses
