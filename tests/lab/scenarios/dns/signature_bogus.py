# SPDX-License-Identifier: MIT
"""The resolver cannot verify the zone's signatures, and says so (extended error 6)."""
from injections import HUB_NAME
from injections_direct import more_dns

FAULTS = ("A05",)
INJECT = more_dns("coded:2:6", HUB_NAME)
CAUSE = "dns.servfail"
WORKS, BROKEN = {"direct": set()}, ()
