# SPDX-License-Identifier: MIT
"""The site's resolver says of everything under azure-devices.net that it does not exist."""
from injections_dns import RESOLVER, ZONE, asks_unbound, filtering

FAULTS = ("A02",)
INJECT = asks_unbound(filtering(ZONE, "always_nxdomain"))
CAUSE = "dns.filtered"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
BROKEN = ()
