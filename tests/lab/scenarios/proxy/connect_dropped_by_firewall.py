# SPDX-License-Identifier: MIT
"""A firewall before the proxy drops who asks it for the hub."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT, connect_filter
from squids import squid_open

FAULTS = ("D24", "C02")
INJECT = (only_by_proxy, connect_filter("drop"))
CAUSE = "proxy.stall"
ACCEPT = ("proxy.unreachable",)  # our request is never acknowledged: it is lost before the proxy
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_open
