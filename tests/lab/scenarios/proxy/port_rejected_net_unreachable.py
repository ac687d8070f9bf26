# SPDX-License-Identifier: MIT
"""The way to the proxy has no route (network unreachable by ICMP)."""
from injections import only_by_proxy
from injections_sites import to_proxy
from squids import squid_open

FAULTS = ("D02", "B05")
INJECT = (only_by_proxy, to_proxy("reject with icmpx no-route"))
CAUSE = "proxy.unreachable"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
