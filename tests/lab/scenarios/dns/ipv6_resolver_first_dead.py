# SPDX-License-Identifier: MIT
"""The first resolver is one of IPv6 that is gone, the second of IPv4."""
from injections import DNS, firewall, resolvers

FAULTS = ("A10",)
INJECT = (firewall("ip6 daddr 2001:db8:2::79 drop"), resolvers("2001:db8:2::79", DNS))
CAUSE = "dns.slow_first_server"
BOX = "2001:db8:2::79"
SEVERITY = "warning"
WHERE = "resolver"
