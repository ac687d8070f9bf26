# SPDX-License-Identifier: MIT
"""The firewall resets all TCP; DNS answers."""
from injections import firewall

FAULTS = ("B01",)
INJECT = firewall('iifname "in" meta l4proto tcp reject with tcp reset')
CAUSE, WHERE = "tcp.reset", "firewall"
WORKS = {"direct": set()}
