# SPDX-License-Identifier: MIT
"""The device's router does not answer, and its proxy is beyond."""
from injections_device import dead_gateway
from injections_proxy import by_address
from squids import squid_open

FAULTS = ("B06", "D02")
INJECT = dead_gateway
CAUSE = "host.link_down"
WORKS = {"direct": set(), "proxy": set()}
PROXY = by_address(squid_open)
OPTIONS = ("--limit", 4)
