# SPDX-License-Identifier: MIT
"""The device's own firewall rejects the hub's ports."""
from injections import device

FAULTS = ("B08",)
INJECT = device("tcp dport { 443, 5671, 8883 } reject")
CAUSE, WHERE = "host.local_firewall", "device"
WORKS = {"direct": set()}
