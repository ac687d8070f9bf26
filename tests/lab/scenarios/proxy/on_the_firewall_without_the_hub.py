# SPDX-License-Identifier: MIT
"""The firewall itself is the proxy; what it sends to the hub its own rules drop."""
from injections import HUB, HUB6, only_by_proxy
from injections_offices import on_firewall
from injections_proxy import NOT_DIRECT
from injections_sites import sent_on

FAULTS = ("D17",)
INJECT = (only_by_proxy, sent_on("out", "ip daddr %s drop" % HUB, "ip6 daddr %s drop" % HUB6))
CAUSE = "proxy.upstream_blocked"
ACCEPT = ("proxy.stall",)  # it waits longer than we do
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = on_firewall
OPTIONS = ("--limit", 5)
