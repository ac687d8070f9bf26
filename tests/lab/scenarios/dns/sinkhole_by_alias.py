# SPDX-License-Identifier: MIT
"""A DNS filter makes the hub an alias of its sinkhole, whose public address is silent."""
from injections import HUB_NAME, firewall
from injections_dns import RESOLVER, asks

FAULTS = ("A14",)
INJECT = (asks("alias:sinkhole.dnsfilter.example:203.0.113.77", HUB_NAME), firewall("ip daddr 203.0.113.77 drop"))
CAUSE = "dns.sinkhole"
WHERE, BOX = "resolver", RESOLVER
WORKS, BROKEN = {"direct": set()}, ()
