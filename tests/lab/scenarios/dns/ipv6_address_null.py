# SPDX-License-Identifier: MIT
"""The resolver gives the hub's true IPv4 address and :: as its IPv6 address."""
from injections import HUB_NAME
from injections_dns import asks_unbound

FAULTS = ("A14",)
INJECT = asks_unbound('local-data: "%s. 60 IN AAAA ::"' % HUB_NAME)
CAUSE = "dns.sinkhole"
ACCEPT = ("net.ipv6_broken", "tcp.one_of_two_dead") # over IPv4 it works
