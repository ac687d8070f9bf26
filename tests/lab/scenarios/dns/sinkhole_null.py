# SPDX-License-Identifier: MIT
"""The resolver's policy answers 0.0.0.0 for azure-devices.net."""
from injections_dns import NAMES, RESOLVER, ZONE, asks_unbound, filtering

FAULTS = ("A14",)
INJECT = asks_unbound(filtering(ZONE, "always_null"), without=[n for n in NAMES if n.endswith(ZONE)])
CAUSE = "dns.sinkhole"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
BROKEN = ()
