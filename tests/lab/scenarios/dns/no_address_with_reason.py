# SPDX-License-Identifier: MIT
"""The resolver takes the hub's addresses away, and says that it blocks the name (extended error 15)."""
from injections import HUB_NAME
from injections_direct import more_dns

FAULTS = ("A03",)
INJECT = more_dns("coded:0:15", HUB_NAME)
CAUSE = "dns.filtered"
WORKS, BROKEN = {"direct": set()}, ()
