# SPDX-License-Identifier: MIT
"""The first of two resolvers refuses this device; programs go on to the second at once."""
from injections_dns import DNS, RESOLVER, resolvers, unbound

FAULTS = ("A04",)
INJECT = (unbound("access-control: 198.51.100.0/24 refuse"), resolvers(RESOLVER, DNS))
CAUSE = None
