# SPDX-License-Identifier: MIT
"""The proxy says that it does not find the hub's name (503, as squid says it)."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import product

FAULTS = ("D15",)
INJECT = only_by_proxy
CAUSE = "proxy.upstream_dns"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = product("hub-dns-503")
