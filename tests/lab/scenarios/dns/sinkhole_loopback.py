# SPDX-License-Identifier: MIT
"""The resolver's policy answers 127.0.0.1 for Microsoft's registry."""
from injections_dns import NAMES, RESOLVER, asks_unbound, redirecting

FAULTS = ("A14",)
INJECT = asks_unbound(*redirecting("mcr.microsoft.com", "127.0.0.1"), without=[n for n in NAMES if n.endswith("mcr.microsoft.com")])
CAUSE = "dns.sinkhole"
WHERE, BOX = "resolver", RESOLVER
BROKEN = ("mcr", "mcr_data")
