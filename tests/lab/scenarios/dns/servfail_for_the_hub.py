# SPDX-License-Identifier: MIT
"""The resolver fails on the hub's name alone (DNSSEC or its forwarder is broken for that zone)."""
from injections_dns import RESOLVER, asks
from lab import HUB_NAME

FAULTS = ("A05",)
INJECT = asks("servfail", HUB_NAME)
CAUSE = "dns.servfail"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
BROKEN = ()
