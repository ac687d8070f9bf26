# SPDX-License-Identifier: MIT
"""The site's firewall drops connections to 8883."""
from injections import ALL, firewall

FAULTS = ("B09",)
INJECT = firewall("tcp dport 8883 drop")
CAUSE = "tcp.drop"
WHERE = "firewall"
WORKS = {"direct": ALL - {"mqtt"}}
