# SPDX-License-Identifier: MIT
"""The resolver that the proxy itself asks gives an address for the hub where nothing answers."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT, name_elsewhere

FAULTS = ("D15", "D17")
INJECT = only_by_proxy
CAUSE = "proxy.upstream_dns"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = name_elsewhere
OPTIONS = ("--limit", 5)
