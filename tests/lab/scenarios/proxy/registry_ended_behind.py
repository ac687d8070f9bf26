# SPDX-License-Identifier: MIT
"""A firewall behind the proxy resets connections that name Microsoft's registry; squid makes a close of it."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_tls import name_filter
from squids import squid_open

FAULTS = ("C01", "D25")
INJECT = (only_by_proxy, name_filter("reset", "mcr.microsoft.com", leg="proxy"))
CAUSE = "proxy.tunnel_closed"
ACCEPT = ("proxy.tunnel_reset",)  # as the proxy passes the reset on
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = ("mcr", "mcr_data", *NOT_DIRECT)
PROXY = squid_open
