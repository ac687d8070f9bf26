# SPDX-License-Identifier: MIT
"""The site's firewall resets connections to 443, 5671 and 8883."""
from injections import firewall

FAULTS = ("B01",)
INJECT = firewall("tcp dport { 443, 5671, 8883 } reject with tcp reset")
CAUSE = "tcp.reset"
WHERE = "firewall"
WORKS = {"direct": set()}
