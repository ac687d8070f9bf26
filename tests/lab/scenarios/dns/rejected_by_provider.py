# SPDX-License-Identifier: MIT
"""The provider's router rejects the device's questions: DNS is for its own resolvers."""
from injections_provider import UPLINK, UPLINK6, provider

FAULTS = ("A09",)
INJECT = provider("udp dport 53 reject with icmpx admin-prohibited", "tcp dport 53 reject with icmpx admin-prohibited")
CAUSE = "dns.unreachable"
BOX = (UPLINK, UPLINK6, "203.0.113.53")
WORKS = {"direct": set()}
