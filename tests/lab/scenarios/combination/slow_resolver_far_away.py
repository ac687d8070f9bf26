# SPDX-License-Identifier: MIT
"""The resolver takes 1.3 s for every answer, and the cloud is 120 ms away."""
from injections_dns import RESOLVER, asks
from injections_path import delayed

FAULTS = ("A11", "F01")
INJECT = (asks("slow:1.3"), delayed(60))
CAUSE = "dns.slow"
WHERE, BOX = "resolver", RESOLVER
OPTIONS = ("--limit", 5)
