# SPDX-License-Identifier: MIT
"""The site's firewall drops connections to 443."""
from injections import PLAIN, firewall

FAULTS = ("B09",)
INJECT = firewall("tcp dport 443 drop")
CAUSE = "tcp.drop"
WHERE = "firewall"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
