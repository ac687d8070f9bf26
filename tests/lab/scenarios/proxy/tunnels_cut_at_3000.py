# SPDX-License-Identifier: MIT
"""The proxy resets every tunnel once 3000 octets have come back: in the middle of a handshake."""
from injections import only_by_proxy
from injections_sites import product

FAULTS = ("D25", "E05")
INJECT = only_by_proxy
CAUSE = "proxy.tunnel_reset"
ACCEPT = ("net.cut_after_data", "proxy.tunnel_closed")  # how much had come is a detail of it
WORKS = {"direct": set(), "proxy": set()}
PROXY = product("cut-3000")
