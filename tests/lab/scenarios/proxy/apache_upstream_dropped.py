# SPDX-License-Identifier: MIT
"""The firewall drops what an Apache sends to 443."""
from injections import only_by_proxy
from injections_sites import apache, from_proxy

FAULTS = ("D17",)
INJECT = (only_by_proxy, from_proxy("tcp dport 443 drop"))
CAUSE = "proxy.upstream_blocked"
ACCEPT = ("proxy.stall",)  # it waits longer than we do
WORKS = {"direct": set(), "proxy": set()}
PROXY = apache("ProxyTimeout 3")
OPTIONS = ("--limit", 5)
