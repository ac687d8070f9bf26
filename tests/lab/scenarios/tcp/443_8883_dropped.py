# SPDX-License-Identifier: MIT
"""The site's firewall drops connections to 443 and 8883."""
from injections import firewall

FAULTS = ("B09",)
INJECT = firewall("tcp dport { 443, 8883 } drop")
CAUSE = "tcp.drop"
WHERE = "firewall"
WORKS = {"direct": {"amqp"}}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
