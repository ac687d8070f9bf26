# SPDX-License-Identifier: MIT
"""On a network without IPv6, the firewall drops what goes to the hub's address."""
from injections import HUB, firewall

FAULTS = ("B09",)
INJECT = firewall("ip daddr %s drop" % HUB)
CAUSE = "tcp.drop"
WHERE = ("firewall", "unknown")  # a host that is down would be as silent: no hop behind the firewall tells
WORKS, BROKEN = {"direct": set()}, ()
OPTIONS = ("--ipv4",)
