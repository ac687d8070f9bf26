# SPDX-License-Identifier: MIT
"""The hosts file has two addresses for the hub, of which the first is dead."""
from injections import DEAD, HUB, HUB_NAME, firewall, hosts

FAULTS = ("F07", "B10")
INJECT = (hosts("%s %s" % (DEAD, HUB_NAME), "%s %s" % (HUB, HUB_NAME)), firewall("ip daddr %s drop" % DEAD))
CAUSE = "host.hosts_override"
ACCEPT = ("tcp.one_of_two_dead",)
