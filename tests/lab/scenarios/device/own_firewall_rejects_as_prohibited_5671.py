# SPDX-License-Identifier: MIT
"""The device's own firewall rejects by ICMP 5671."""
from injections import ALL, device

FAULTS = ("B08",)
INJECT = device("tcp dport 5671 reject with icmpx admin-prohibited")
CAUSE, WHERE = "host.local_firewall", "device"
WORKS = {"direct": ALL - {"amqp"}}
