# SPDX-License-Identifier: MIT
"""The proxy says that the hub refuses its connection (502, Proxy-Status); the rest passes."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import product

FAULTS = ("D16",)
INJECT = only_by_proxy
CAUSE = "proxy.upstream_blocked"
WHERE = ("proxy", "firewall", "unknown")  # its own word: connection refused, by whomever behind it
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = product("hub-refused-502")
