# SPDX-License-Identifier: MIT
"""The firewall drops everything to port 53; the resolver behind it is well."""
from injections import firewall

FAULTS = ("A08",)
INJECT = firewall("meta l4proto { tcp, udp } th dport 53 drop")
CAUSE = "dns.timeout"
WORKS = {"direct": set()}
