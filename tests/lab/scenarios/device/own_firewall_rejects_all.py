# SPDX-License-Identifier: MIT
"""The device's own firewall rejects all that goes out, with ICMP."""
from injections import device

FAULTS = ("B08",)
INJECT = device("oifname != lo reject with icmpx admin-prohibited")
CAUSE, WHERE = "host.local_firewall", "device"
WORKS = {"direct": set()}
