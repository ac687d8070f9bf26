# SPDX-License-Identifier: MIT
"""The device's own firewall drops 5671."""
from injections import ALL, device

FAULTS = ("B08",)
INJECT = device("tcp dport 5671 drop")
CAUSE, WHERE = "host.local_firewall", "device"
WORKS = {"direct": ALL - {"amqp"}}
