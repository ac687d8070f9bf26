# SPDX-License-Identifier: MIT
"""The firewall drops what a Privoxy sends to the hub."""
from injections import HUB, HUB6, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import from_proxy, privoxy

FAULTS = ("D17",)
INJECT = (only_by_proxy, from_proxy("ip daddr %s drop" % HUB, "ip6 daddr %s drop" % HUB6))
CAUSE = "proxy.upstream_blocked"
ACCEPT = ("proxy.stall",)  # it waits longer than we do
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = privoxy()
OPTIONS = ("--limit", 4)
