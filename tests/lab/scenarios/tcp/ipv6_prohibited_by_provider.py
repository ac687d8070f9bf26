# SPDX-License-Identifier: MIT
"""The provider's router prohibits all IPv6."""
from injections_provider import provider

FAULTS = ("B11",)
INJECT = provider("meta nfproto ipv6 reject with icmpv6 admin-prohibited")
CAUSE = "net.ipv6_broken"
