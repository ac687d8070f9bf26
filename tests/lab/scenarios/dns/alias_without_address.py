# SPDX-License-Identifier: MIT
"""The resolver gives the hub's alias and no address, and no server follows it."""
from injections import HUB_NAME
from injections_direct import more_dns

FAULTS = ("A06", "A19")
INJECT = more_dns("alias-alone:ihsu-prod-db-001.azure-devices.example", HUB_NAME)
CAUSE = "dns.cname_dangling"
ACCEPT = ("dns.nodata",)  # the name has no address, by whichever word
WORKS, BROKEN = {"direct": set()}, ()
