# SPDX-License-Identifier: MIT
"""The proxy asks everybody to sign in to the network first (511)."""
from injections import only_by_proxy
from injections_sites import product

FAULTS = ("D21", "D35")
INJECT = only_by_proxy
CAUSE = "net.captive_portal"
ACCEPT = ("proxy.redirect", "proxy.auth_required")  # to sign in is what helps
WORKS = {"direct": set(), "proxy": set()}
PROXY = product("all-511")
