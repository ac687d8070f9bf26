# SPDX-License-Identifier: MIT
"""The firewall resets 443 and lets 5671 and 8883 out."""
from injections import PLAIN, SERVICES, firewall

FAULTS = ("B01",)
INJECT = firewall("tcp dport 443 reject with tcp reset")
CAUSE, WHERE = "tcp.reset", "firewall"
WORKS, BROKEN = {"direct": PLAIN}, tuple(SERVICES)
