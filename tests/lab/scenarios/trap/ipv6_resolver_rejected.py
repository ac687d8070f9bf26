# SPDX-License-Identifier: MIT
"""The first resolver is one of IPv6 that is rejected at once, the second of IPv4 answers."""
from injections import DNS, firewall, resolvers

INJECT = (firewall("ip6 daddr 2001:db8:2::79 reject with icmpv6 admin-prohibited"), resolvers("2001:db8:2::79", DNS))
CAUSE = None
