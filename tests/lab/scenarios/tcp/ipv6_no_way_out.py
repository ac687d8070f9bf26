# SPDX-License-Identifier: MIT
"""The site announces IPv6, and its router has no IPv6 route out."""
from injections import ip

FAULTS = ("B11",)
INJECT = (ip("firewall", "-6 route add unreachable 2001:db8:2::/65", "-6 route del unreachable 2001:db8:2::/65"),)
CAUSE = "net.ipv6_broken"
