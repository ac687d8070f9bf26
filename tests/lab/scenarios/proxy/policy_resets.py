# SPDX-License-Identifier: MIT
"""A filtering proxy resets who asks for the hub; all else passes."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import product

FAULTS = ("D23",)
INJECT = only_by_proxy
CAUSE = "proxy.closed"
ACCEPT = ("proxy.connect_denied_host",)  # other hosts pass
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = product("policy-reset")
