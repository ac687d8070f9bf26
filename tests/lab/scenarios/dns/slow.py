# SPDX-License-Identifier: MIT
"""The resolver takes 1.3 s for every answer."""
from injections_dns import RESOLVER, asks

FAULTS = ("A11",)
INJECT = asks("slow:1.3")
CAUSE = "dns.slow"
WHERE, BOX = "resolver", RESOLVER
SEVERITY = "warning"
OPTIONS = ("--limit", 4)
