# SPDX-License-Identifier: MIT
"""The device's own firewall drops 443."""
from injections import PLAIN, SERVICES, device

FAULTS = ("B08",)
INJECT = device("tcp dport 443 drop")
CAUSE, WHERE = "host.local_firewall", "device"
WORKS, BROKEN = {"direct": PLAIN}, tuple(SERVICES)
