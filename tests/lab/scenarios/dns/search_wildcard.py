# SPDX-License-Identifier: MIT
"""The resolver knows internal names only, and a wildcard in the device's search domain answers for the hub."""
from injections import DEAD, firewall
from injections_dns import NAMES, RESOLVER, redirecting, search, unbound

FAULTS = ("A20",)
INJECT = (unbound(*redirecting("corp.example", DEAD), without=NAMES), search("corp.example", RESOLVER), firewall("ip daddr %s drop" % DEAD))
CAUSE = "dns.search_suffix"
WORKS = {"direct": set()}
OPTIONS = ("--ipv4",)
