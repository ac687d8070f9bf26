# SPDX-License-Identifier: MIT
"""A line of the hosts file has an address of the provisioning service that refuses by now."""
from injections import firewall, hosts

FAULTS = ("F07",)
INJECT = (hosts("203.0.113.77 global.azure-devices-provisioning.net"), firewall("ip daddr 203.0.113.77 meta l4proto tcp reject with tcp reset"))
CAUSE, WHERE = "host.hosts_override", "device"
BROKEN = ("dps",)
