# SPDX-License-Identifier: MIT
"""The firewall's rules for IPv4 drop 8883; those for IPv6 were forgotten, and it passes."""
from injections import firewall

FAULTS = ("B10",)
INJECT = firewall("meta nfproto ipv4 tcp dport 8883 drop")
CAUSE = "tcp.one_of_two_dead"
ACCEPT = ("tcp.drop",) # the SYN over IPv4 is what is dropped
