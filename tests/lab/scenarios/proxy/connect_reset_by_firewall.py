# SPDX-License-Identifier: MIT
"""A firewall before the proxy resets who asks it for the hub."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT, connect_filter
from squids import squid_open

FAULTS = ("D23", "C01")
INJECT = (only_by_proxy, connect_filter("reset"))
CAUSE = "proxy.closed"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_open
