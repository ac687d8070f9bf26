# SPDX-License-Identifier: MIT
"""The hub's name leads to its private endpoint's, and the private zone that the resolver has lacks the record."""
from injections_dns import RESOLVER, asks
from lab import HUB_NAME

FAULTS = ("A19", "A15")
INJECT = asks("dangling:contoso.privatelink.azure-devices.net", HUB_NAME)
CAUSE = "dns.cname_dangling"
WHERE, BOX = "resolver", RESOLVER
WORKS, BROKEN = {"direct": set()}, ()
