# SPDX-License-Identifier: MIT
"""The resolver refuses questions for azure-devices.net and answers all others."""
from injections_dns import RESOLVER, ZONE, asks_unbound, filtering

FAULTS = ("A04",)
INJECT = asks_unbound(filtering(ZONE, "always_refuse"))
CAUSE = "dns.refused"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
BROKEN = ()
