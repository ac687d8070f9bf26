# SPDX-License-Identifier: MIT
"""The answer for the hub is too large for UDP, and the firewall drops DNS over TCP."""
from injections_dns import asks, firewall
from lab import HUB_NAME

FAULTS = ("A17",)
INJECT = (asks("too-large", HUB_NAME), firewall("tcp dport 53 drop"))
CAUSE = "dns.truncated_tcp_blocked"
WORKS = {"direct": set()}
BROKEN = ()
