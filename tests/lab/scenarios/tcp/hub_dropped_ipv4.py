# SPDX-License-Identifier: MIT
"""On a network without IPv6, the firewall drops what goes to the hub's address."""
from injections import HUB, firewall

FAULTS = ("B09",)
INJECT = firewall("ip daddr %s drop" % HUB)
CAUSE, WHERE = "tcp.drop", "firewall"
WORKS, BROKEN = {"direct": set()}, ()
OPTIONS = ("--ipv4",)
