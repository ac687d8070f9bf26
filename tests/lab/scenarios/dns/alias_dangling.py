# SPDX-License-Identifier: MIT
"""The hub's name is an alias of a name that does not exist."""
from injections_dns import RESOLVER, asks
from lab import HUB_NAME

FAULTS = ("A19",)
INJECT = asks("dangling:gateway-7.trafficmanager.net", HUB_NAME)
CAUSE = "dns.cname_dangling"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
BROKEN = ()
