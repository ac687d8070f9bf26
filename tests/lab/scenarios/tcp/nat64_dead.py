# SPDX-License-Identifier: MIT
"""A network of IPv6 alone: the resolver shows IPv4 addresses under 64:ff9b::/96, and the translator is gone."""
from injections import firewall
from injections_device import without_address
from injections_direct import NAT64, nat64_resolver, nat64_routed

FAULTS = ("B09", "B11")
INJECT = (without_address(4), nat64_resolver, nat64_routed, firewall("ip6 daddr %s drop" % NAT64))
CAUSE = "tcp.drop"
ACCEPT = ("net.ipv6_broken",)  # of addresses of that family
WHERE = ("firewall", "unknown")
WORKS = {"direct": set()}
