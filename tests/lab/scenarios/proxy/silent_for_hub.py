# SPDX-License-Identifier: MIT
"""A squid asks a scanner about the hub, which takes half a minute."""
from injections import HUB, HUB6, only_by_proxy
from injections_proxy import NOT_DIRECT, holding

FAULTS = ("D24",)
INJECT = only_by_proxy
CAUSE = "proxy.stall"
ACCEPT = ("proxy.upstream_blocked",)  # a proxy that waits for its far side looks the same
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = holding(".azure-devices.net", HUB, HUB6)
