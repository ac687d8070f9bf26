# SPDX-License-Identifier: MIT
"""The proxy grants the tunnel to the hub, and ends TLS in it with the alert access_denied."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import product

FAULTS = ("D25",)
INJECT = only_by_proxy
CAUSE = "tls.alert"
ACCEPT = ("proxy.tunnel_closed", "proxy.connect_denied_host")  # the tunnel of this host alone is ended
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = product("hub-alert-in-tunnel")
