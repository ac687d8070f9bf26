# SPDX-License-Identifier: MIT
"""The proxy's router has no route to the hub (network unreachable)."""
from injections import HUB, HUB6, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import from_proxy
from squids import squid_open

FAULTS = ("D18",)
INJECT = (only_by_proxy, from_proxy("ip daddr %s reject with icmp net-unreachable" % HUB, "ip6 daddr %s reject with icmpv6 no-route" % HUB6))
CAUSE = "proxy.upstream_blocked"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_open
