# SPDX-License-Identifier: MIT
"""The hub's name exists at the site's resolver and has no address there."""
from injections_dns import RESOLVER, asks
from lab import HUB_NAME

FAULTS = ("A06",)
INJECT = asks("nodata", HUB_NAME)
CAUSE = "dns.nodata"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
BROKEN = ()
