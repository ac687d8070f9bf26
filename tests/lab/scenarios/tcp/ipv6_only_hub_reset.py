# SPDX-License-Identifier: MIT
"""A device of IPv6 alone: the firewall resets the hub."""
from injections import DNS6, HUB6, firewall, resolvers
from injections_device import without_address

FAULTS = ("B01",)
INJECT = (without_address(4), resolvers(DNS6), firewall("ip6 daddr %s meta l4proto tcp reject with tcp reset" % HUB6))
CAUSE = "tcp.reset"
WORKS, BROKEN = {"direct": set()}, ()
