# SPDX-License-Identifier: MIT
"""A network of IPv6 alone: the resolver shows IPv4 addresses under 64:ff9b::/96, and the router translates."""
from injections_device import without_address
from injections_direct import nat64, nat64_resolver

INJECT = (without_address(4), nat64_resolver, nat64)
CAUSE = None
