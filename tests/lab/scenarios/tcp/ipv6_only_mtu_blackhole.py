# SPDX-License-Identifier: MIT
"""A device of IPv6 alone behind a tunnel of 1280 octets whose ICMP is dropped."""
from injections import DNS6, resolvers
from injections_path import narrow
from injections_device import without_address

FAULTS = ("B23",)
INJECT = (without_address(4), resolvers(DNS6), narrow("in", 1280))
CAUSE = "net.mtu_blackhole"
WORKS = {"direct": set()}
