# SPDX-License-Identifier: MIT
"""The firewall drops AMQP's port 5671."""
from injections import ALL, firewall

FAULTS = ("B09",)
INJECT = firewall("tcp dport 5671 drop")
CAUSE, WHERE = "tcp.drop", "firewall"
WORKS = {"direct": ALL - {"amqp"}}
