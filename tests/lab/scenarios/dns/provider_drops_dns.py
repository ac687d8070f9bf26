# SPDX-License-Identifier: MIT
"""The provider's router drops all questions to DNS."""
from injections import DNS
from injections_provider import provider

FAULTS = ("A08",)
INJECT = provider("udp dport 53 drop", "tcp dport 53 drop")
CAUSE = "dns.timeout"
WHERE, BOX = "unknown", None # nobody can see which end of silence it is
WORKS = {"direct": set()}
