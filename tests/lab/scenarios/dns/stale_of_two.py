# SPDX-License-Identifier: MIT
"""The first resolver still gives an address that another tenant has by now; the second knows the new one."""
from injections import PEER, instead
from injections_dns import DNS, RESOLVER, resolvers, strange_dns
from lab import HUB_NAME

FAULTS = ("A25",)
INJECT = (strange_dns("at:" + PEER, HUB_NAME), resolvers(RESOLVER, DNS), instead("relay:wrong", 443, 5671, 8883, of=PEER))
CAUSE = "dns.stale"
BOX = RESOLVER
WORKS = {"direct": set()} # programs believe the first resolver
BROKEN = ()
OPTIONS = ("--ipv4",)
