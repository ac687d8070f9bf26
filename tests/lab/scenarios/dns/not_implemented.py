# SPDX-License-Identifier: MIT
"""The resolver does not know how to answer (NOTIMP)."""
from injections_dns import RESOLVER, asks

FAULTS = ("A24",)
INJECT = asks("notimp")
CAUSE = "dns.formerr"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
