# SPDX-License-Identifier: MIT
"""The proxy says that the service does not answer it (504, Proxy-Status)."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D17",)
INJECT = only_by_proxy
CAUSE = "proxy.upstream_blocked"
WHERE, BOX = ("firewall", "service", "unknown"), None  # behind the proxy, by its own words
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("upstream-timeout")
