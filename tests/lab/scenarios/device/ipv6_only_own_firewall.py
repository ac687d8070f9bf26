# SPDX-License-Identifier: MIT
"""A device of IPv6 alone whose own firewall rejects 5671."""
from injections import ALL, DNS6, device, resolvers
from injections_device import without_address

FAULTS = ("B08",)
INJECT = (without_address(4), resolvers(DNS6), device("tcp dport 5671 reject"))
CAUSE, WHERE = "host.local_firewall", "device"
WORKS = {"direct": ALL - {"amqp"}}
