# SPDX-License-Identifier: MIT
"""The firewall leads 443 of the hub alone to a port where nothing listens."""
from injections import HUB, HUB6, PLAIN
from injections_path import redirected_to_nothing

FAULTS = ("B01",)
INJECT = redirected_to_nothing(443, of=(HUB, HUB6))
CAUSE, WHERE = "tcp.reset", "firewall"
WORKS, BROKEN = {"direct": PLAIN}, ()
