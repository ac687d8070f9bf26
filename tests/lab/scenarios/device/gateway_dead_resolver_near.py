# SPDX-License-Identifier: MIT
"""The device's resolver is on its own network and answers; its default gateway is an address that nobody has."""
from injections_device import dead_gateway
from injections_dns import dnsmasq

FAULTS = ("B06",)
INJECT = (dnsmasq(), dead_gateway)
CAUSE = "host.link_down"
WORKS = {"direct": set()}
OPTIONS = ("--limit", 4)
