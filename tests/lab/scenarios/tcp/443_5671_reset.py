# SPDX-License-Identifier: MIT
"""The site's firewall resets connections to 443 and 5671."""
from injections import firewall

FAULTS = ("B01",)
INJECT = firewall("tcp dport { 443, 5671 } reject with tcp reset")
CAUSE = "tcp.reset"
WHERE = "firewall"
WORKS = {"direct": {"mqtt"}}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
