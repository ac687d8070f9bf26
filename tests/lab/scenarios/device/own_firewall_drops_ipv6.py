# SPDX-License-Identifier: MIT
"""The device's own firewall drops all TCP over IPv6."""
from injections import device

FAULTS = ("B08", "B11")
INJECT = device("meta nfproto ipv6 meta l4proto tcp drop")
CAUSE = "host.local_firewall"
ACCEPT = ("net.ipv6_broken",)
