# SPDX-License-Identifier: MIT
"""The proxy has nothing but 500 for the hub; the rest passes."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import product

FAULTS = ("D15", "D16")
INJECT = only_by_proxy
CAUSE = "proxy.upstream_blocked"
ACCEPT = ("proxy.upstream_dns", "proxy.connect_denied_host")  # it does not say what
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = product("hub-500")
