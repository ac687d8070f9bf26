# SPDX-License-Identifier: MIT
"""The resolver's access list does not have the device's network."""
from injections_dns import RESOLVER, asks_unbound

FAULTS = ("A04",)
INJECT = asks_unbound("access-control: 198.51.100.0/24 refuse")
CAUSE = "dns.refused"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
