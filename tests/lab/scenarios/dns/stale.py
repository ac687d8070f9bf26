# SPDX-License-Identifier: MIT
"""The only resolver still gives an address that another tenant has by now."""
from injections import PEER, instead
from injections_dns import asks
from lab import HUB_NAME

FAULTS = ("A25",)
INJECT = (asks("at:" + PEER, HUB_NAME), instead("relay:wrong", 443, 5671, 8883, of=PEER))
CAUSE = "dns.stale"
WORKS = {"direct": set()}
BROKEN = ()
OPTIONS = ("--ipv4",)
ACCEPT = ("tls.name_mismatch",) # nobody else gives another address
