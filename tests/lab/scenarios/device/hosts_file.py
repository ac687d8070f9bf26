# SPDX-License-Identifier: MIT
"""A line of the device's hosts file leads the hub's name astray."""
from injections import HUB_NAME, firewall, hosts

FAULTS = ("F07",)
INJECT = (hosts("203.0.113.77 " + HUB_NAME), firewall("ip daddr 203.0.113.77 drop"))
CAUSE, WHERE = "host.hosts_override", "device"
WORKS, BROKEN = {"direct": set()}, ()
