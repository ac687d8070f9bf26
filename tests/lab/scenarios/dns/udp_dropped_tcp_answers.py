# SPDX-License-Identifier: MIT
"""The firewall drops DNS over UDP and lets it through over TCP, which no program tries first."""
from injections import firewall

FAULTS = ("A08",)
INJECT = firewall("udp dport 53 drop")
CAUSE = "dns.timeout"
WORKS = {"direct": set()}
