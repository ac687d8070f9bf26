# SPDX-License-Identifier: MIT
"""A zero-trust client's resolver gives the hub an address of 100.64.0.0/10, and has no such application: silence."""
from injections import HUB, HUB_NAME, firewall, ip
from injections_dns import RESOLVER, asks

FAULTS = ("A14",)
INJECT = (asks("at:100.64.1.5", HUB_NAME), ip("firewall", "route add 100.64.0.0/10 via %s" % HUB, "route del 100.64.0.0/10"), firewall("ip daddr 100.64.0.0/10 drop"))
CAUSE = "dns.sinkhole"
WHERE, BOX = "resolver", RESOLVER
WORKS, BROKEN = {"direct": set()}, ()
