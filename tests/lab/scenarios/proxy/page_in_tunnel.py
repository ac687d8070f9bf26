# SPDX-License-Identifier: MIT
"""The proxy grants the tunnel to the hub, and answers in it with a page without TLS."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import product

FAULTS = ("D25", "D20")
INJECT = only_by_proxy
CAUSE = "proxy.html_blockpage"
ACCEPT = ("tls.not_tls",)  # so much for what it is to TLS
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = product("hub-page-in-tunnel")
