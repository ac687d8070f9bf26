# SPDX-License-Identifier: MIT
"""The site announces IPv6, and its firewall drops all TCP over it."""
from injections import firewall

FAULTS = ("B11",)
INJECT = firewall("meta nfproto ipv6 meta l4proto tcp drop")
CAUSE = "net.ipv6_broken"
