# SPDX-License-Identifier: MIT
"""The provisioning service's IPv6 address is dropped; all other IPv6 works."""
from injections import OTHER6, firewall

FAULTS = ("B11",)
INJECT = firewall("ip6 daddr %s drop" % OTHER6)
CAUSE = "net.ipv6_broken"
ACCEPT = ("tcp.one_of_two_dead", "tcp.drop") # one address of two
