# SPDX-License-Identifier: MIT
"""The device's own firewall drops 443 and 8883 for the group of the service's user."""
from injections import device

FAULTS = ("B08",)
INJECT = device("meta skgid 65534 tcp dport { 443, 8883 } drop")
CAUSE = "host.local_firewall"
WORKS, BROKEN = {"direct": {"amqp"}}, ("dps", "mcr", "mcr_data", "packages", "version_info")
