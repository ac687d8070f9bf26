# SPDX-License-Identifier: MIT
"""The proxy sends who asks for the hub to a page of its filter (307); all else passes."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import product

FAULTS = ("D13", "D21")
INJECT = only_by_proxy
CAUSE = "proxy.redirect"
ACCEPT = ("proxy.connect_denied_host",)  # it is a policy for this host
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = product("policy-307")
