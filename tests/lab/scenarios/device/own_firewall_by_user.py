# SPDX-License-Identifier: MIT
"""The device's own firewall rejects 8883 for all users but root."""
from injections import ALL, device

FAULTS = ("B08",)
INJECT = device("meta skuid != 0 tcp dport 8883 reject")
CAUSE, WHERE = "host.local_firewall", "device"
WORKS = {"direct": ALL - {"mqtt"}}
