# SPDX-License-Identifier: MIT
"""A tinyproxy filters the hub's name."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT, tinyproxy_filters_hub

FAULTS = ("D13",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_host"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = tinyproxy_filters_hub
