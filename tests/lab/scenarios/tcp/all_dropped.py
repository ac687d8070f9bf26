# SPDX-License-Identifier: MIT
"""The firewall drops all TCP; DNS answers."""
from injections import firewall

FAULTS = ("B09",)
INJECT = firewall("meta l4proto tcp drop")
CAUSE, WHERE = "tcp.drop", "firewall"
WORKS = {"direct": set()}
