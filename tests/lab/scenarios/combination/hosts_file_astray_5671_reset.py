# SPDX-License-Identifier: MIT
"""A line of the device's hosts file leads DPS astray, and the firewall resets 5671."""
from injections import ALL, firewall, hosts

FAULTS = ("F07", "B01")
INJECT = (hosts("203.0.113.77 global.azure-devices-provisioning.net"), firewall("ip daddr 203.0.113.77 drop", "tcp dport 5671 reject with tcp reset"))
CAUSE, WHERE = "host.hosts_override", "device"
ALSO = ("tcp.reset",)
WORKS, BROKEN = {"direct": ALL - {"amqp"}}, ("dps",)
