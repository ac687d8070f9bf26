# SPDX-License-Identifier: MIT
"""A tinyproxy asks another proxy for the hub, which is not there; the rest it does itself."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import tinyproxy_hub_by_dead_parent

FAULTS = ("D16",)
INJECT = only_by_proxy
CAUSE = "proxy.upstream_blocked"
ACCEPT = ("proxy.upstream_dns",)  # by address the hub is reached
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = tinyproxy_hub_by_dead_parent
