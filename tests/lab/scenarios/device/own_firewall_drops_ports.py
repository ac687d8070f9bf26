# SPDX-License-Identifier: MIT
"""The device's own firewall drops the hub's ports; its own names resolve."""
from injections import device

FAULTS = ("B08",)
INJECT = device("tcp dport { 443, 5671, 8883 } drop")
CAUSE, WHERE = "host.local_firewall", "device"
WORKS = {"direct": set()}
