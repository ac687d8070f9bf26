# SPDX-License-Identifier: MIT
"""A device of IPv6 alone: the firewall drops 443."""
from injections import DNS6, PLAIN, SERVICES, firewall, resolvers
from injections_device import without_address

FAULTS = ("B09",)
INJECT = (without_address(4), resolvers(DNS6), firewall("tcp dport 443 drop"))
CAUSE, WHERE = "tcp.drop", "firewall"
WORKS, BROKEN = {"direct": PLAIN}, tuple(SERVICES)
