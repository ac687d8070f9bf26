# SPDX-License-Identifier: MIT
"""The firewall drops what goes to the hub's addresses, whatever the port."""
from injections import HUB, HUB6, firewall

FAULTS = ("B09",)
INJECT = firewall("ip daddr %s drop" % HUB, "ip6 daddr %s drop" % HUB6)
CAUSE = "tcp.drop"
WHERE = ("firewall", "unknown")  # a host that is down would be as silent: no hop behind the firewall tells
WORKS, BROKEN = {"direct": set()}, ()
