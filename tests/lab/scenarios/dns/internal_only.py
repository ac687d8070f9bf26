# SPDX-License-Identifier: MIT
"""The resolver knows only the site's own names."""
from injections_dns import NAMES, RESOLVER, asks_unbound

FAULTS = ("A01",)
INJECT = asks_unbound(without=NAMES)
CAUSE = "dns.internal_only"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
