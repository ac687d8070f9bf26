# SPDX-License-Identifier: MIT
"""A firewall behind the proxy resets connections that ask for the hub's name."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_tls import name_filter
from squids import squid_open

FAULTS = ("D25", "C01")
INJECT = (only_by_proxy, name_filter("reset", leg="proxy"))
CAUSE = "proxy.tunnel_closed"
ACCEPT = ("proxy.tunnel_reset",)  # as the proxy passes the reset on
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_open
