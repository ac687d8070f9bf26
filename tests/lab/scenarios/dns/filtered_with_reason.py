# SPDX-License-Identifier: MIT
"""The resolver blocks the hub's name and says so in its answer (extended DNS error 15)."""
from injections_dns import RESOLVER, asks
from lab import HUB_NAME

FAULTS = ("A03",)
INJECT = asks("ede:15:blocked by policy IOT-DENY", HUB_NAME)
CAUSE = "dns.filtered"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
BROKEN = ()
