# SPDX-License-Identifier: MIT
"""The resolver takes every question for malformed."""
from injections_dns import RESOLVER, asks

FAULTS = ("A24",)
INJECT = asks("formerr")
CAUSE = "dns.formerr"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
