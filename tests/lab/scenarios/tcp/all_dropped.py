# SPDX-License-Identifier: MIT
"""The firewall drops all TCP; DNS answers."""
from injections import firewall

FAULTS = ("B09",)
INJECT = firewall("meta l4proto tcp drop")
CAUSE = "tcp.drop"
WHERE = ("firewall", "unknown")  # a host that is down would be as silent: no hop behind the firewall tells
WORKS = {"direct": set()}
