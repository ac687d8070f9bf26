# SPDX-License-Identifier: MIT
"""The resolver's policy answers the address of a page that says why the hub is blocked."""
from injections import PEER, instead
from injections_dns import NAMES, RESOLVER, ZONE, asks_unbound, redirecting

FAULTS = ("A14",)
INJECT = (asks_unbound(*redirecting(ZONE, PEER), without=[n for n in NAMES if n.endswith(ZONE)]), instead("portal:portal", 443, 5671, 8883, of=PEER))
CAUSE = "dns.sinkhole"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
BROKEN = ()
OPTIONS = ("--ipv4",)
ACCEPT = ("net.captive_portal",) # the page itself answers; one resolver alone cannot be contradicted
