# SPDX-License-Identifier: MIT
"""The proxy grants the tunnel to the hub, and nothing comes back in it; other tunnels are good."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import product

FAULTS = ("D25",)
INJECT = only_by_proxy
CAUSE = "proxy.tunnel_stall"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = product("hub-silent-tunnel")
