# SPDX-License-Identifier: MIT
"""The device has IPv6 alone and its resolver knows IPv4 addresses only; there is no NAT64."""
from injections_device import without_address
from injections_provider import at_firewall6

FAULTS = ()
INJECT = (without_address(4), at_firewall6("--filter-AAAA"))
CAUSE = "net.ipv6_only"
WORKS = {"direct": set()}
