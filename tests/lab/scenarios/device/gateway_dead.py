# SPDX-License-Identifier: MIT
"""The device's default gateway is an address that nobody has."""
from injections_device import dead_gateway

FAULTS = ("B06",)
INJECT = dead_gateway
CAUSE = "host.link_down"
WORKS = {"direct": set()}
OPTIONS = ("--limit", 4)
