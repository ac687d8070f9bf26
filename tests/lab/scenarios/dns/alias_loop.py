# SPDX-License-Identifier: MIT
"""The hub's alias at the site's resolver leads back to itself."""
from injections_dns import RESOLVER, asks
from lab import HUB_NAME

FAULTS = ("A18",)
INJECT = asks("loop", HUB_NAME)
CAUSE = "dns.cname_loop"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
BROKEN = ()
