# SPDX-License-Identifier: MIT
"""The hub's name is misspelt or the hub is deleted: the zone itself says that there is none."""
from injections_dns import RESOLVER, asks
from lab import HUB_NAME

FAULTS = ("A01",)
INJECT = asks("nxdomain-soa", HUB_NAME)
CAUSE = "dns.nxdomain"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
BROKEN = ()
