# SPDX-License-Identifier: MIT
"""The resolver's policy makes the hub's name an alias of a block page, which answers at 443 and refuses the other ports."""
from injections import HUB_NAME, PEER, instead
from injections_dns import RESOLVER, asks

FAULTS = ("A14",)
INJECT = (asks("alias:blocked.dnsfilter.example:" + PEER, HUB_NAME), instead("portal:portal", 443, of=PEER))
CAUSE = "dns.sinkhole"
WHERE, BOX = "resolver", RESOLVER
WORKS, BROKEN = {"direct": set()}, ()
OPTIONS = ("--ipv4",)
ACCEPT = ("net.captive_portal", "dns.filtered")
