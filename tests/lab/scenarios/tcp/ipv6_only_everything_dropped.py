# SPDX-License-Identifier: MIT
"""A device of IPv6 alone: the firewall drops all TCP."""
from injections import DNS6, firewall, resolvers
from injections_device import without_address

FAULTS = ("B09",)
INJECT = (without_address(4), resolvers(DNS6), firewall("meta l4proto tcp drop"))
CAUSE = "tcp.drop"
WORKS = {"direct": set()}
