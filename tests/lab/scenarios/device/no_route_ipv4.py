# SPDX-License-Identifier: MIT
"""The device has no default route for IPv4, its resolver is there; its IPv6 is whole."""
from injections_device import no_default_route

FAULTS = ("B07",)
INJECT = no_default_route(4)
CAUSE = "dns.unreachable" # of names nothing can be known: the one resolver is reached over IPv4
ACCEPT = ("host.no_route",) # which is why
WORKS = {"direct": set()}
