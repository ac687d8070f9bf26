# SPDX-License-Identifier: MIT
"""The resolver's policy answers a private address, where nobody is, for azure-devices.net."""
from injections_dns import NAMES, RESOLVER, ZONE, asks_unbound, firewall, redirecting

FAULTS = ("A14",)
INJECT = (asks_unbound(*redirecting(ZONE, "10.10.34.35"), without=[n for n in NAMES if n.endswith(ZONE)]), firewall("ip daddr 10.0.0.0/8 drop"))
CAUSE = "dns.sinkhole"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
BROKEN = ()
