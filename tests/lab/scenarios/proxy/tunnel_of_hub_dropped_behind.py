# SPDX-License-Identifier: MIT
"""A firewall behind the proxy drops packets that hold the hub's name."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_tls import name_filter
from squids import squid_open

FAULTS = ("D25", "C02")
INJECT = (only_by_proxy, name_filter("drop", leg="proxy"))
CAUSE = "proxy.tunnel_stall"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_open
