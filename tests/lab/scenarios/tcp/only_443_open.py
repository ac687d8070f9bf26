# SPDX-License-Identifier: MIT
"""The firewall resets everything but 443."""
from injections import WEB, firewall

FAULTS = ("B01",)
INJECT = firewall("tcp dport { 5671, 8883 } reject with tcp reset")
CAUSE, WHERE = "tcp.reset", "firewall"
WORKS = {"direct": WEB}
