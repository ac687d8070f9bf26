# SPDX-License-Identifier: MIT
"""The device's own firewall drops what goes to the hub."""
from injections import HUB, HUB6, device

FAULTS = ("B08",)
INJECT = device("ip daddr %s drop" % HUB, "ip6 daddr %s drop" % HUB6)
CAUSE, WHERE = "host.local_firewall", "device"
WORKS, BROKEN = {"direct": set()}, ()
