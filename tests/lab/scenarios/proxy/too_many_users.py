# SPDX-License-Identifier: MIT
"""The proxy has no room for the device (503, Retry-After)."""
from injections import only_by_proxy
from injections_sites import product

FAULTS = ("D22",)
INJECT = only_by_proxy
CAUSE = "proxy.rate_limit"
ACCEPT = ("proxy.upstream_blocked", "proxy.access_denied")  # 503 is said of both
WORKS = {"direct": set(), "proxy": set()}
PROXY = product("busy-503")
