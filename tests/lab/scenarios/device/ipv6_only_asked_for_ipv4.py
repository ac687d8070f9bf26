# SPDX-License-Identifier: MIT
"""The device has IPv6 alone and is asked for IPv4."""
from injections import resolvers
from injections_device import without_address
from lab import DNS6

FAULTS = ("B07",)
INJECT = (without_address(4), resolvers(DNS6))
CAUSE = "host.no_route"
ACCEPT = ("net.ipv6_only",) # the same, said of the site
WORKS = {"direct": set()}
OPTIONS = ("--ipv4",)
