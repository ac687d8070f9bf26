# SPDX-License-Identifier: MIT
"""A DNS helper in the router damages the replies for the hub: they carry another id."""
from injections_dns import RESOLVER, asks
from lab import HUB_NAME

FAULTS = ("A23",)
INJECT = asks("other-id", HUB_NAME)
CAUSE = "dns.bad_reply"
BOX = RESOLVER
WORKS = {"direct": set()}
BROKEN = ()
