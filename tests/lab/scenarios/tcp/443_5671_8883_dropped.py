# SPDX-License-Identifier: MIT
"""The site's firewall drops connections to 443, 5671 and 8883."""
from injections import firewall

FAULTS = ("B09",)
INJECT = firewall("tcp dport { 443, 5671, 8883 } drop")
CAUSE = "tcp.drop"
WHERE = ("firewall", "unknown")  # where the hub alone is silent at all its ports, it may be the hub itself
WORKS = {"direct": set()}
