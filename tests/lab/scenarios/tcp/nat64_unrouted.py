# SPDX-License-Identifier: MIT
"""A network of IPv6 alone: the resolver shows IPv4 addresses under 64:ff9b::/96, and the router knows no way there."""
from injections import GATEWAY_IN6
from injections_device import without_address
from injections_direct import nat64_resolver

FAULTS = ("B05", "B11")
INJECT = (without_address(4), nat64_resolver)
CAUSE = "tcp.icmp_unreachable"
WHERE, BOX = "firewall", GATEWAY_IN6
WORKS = {"direct": set()}
