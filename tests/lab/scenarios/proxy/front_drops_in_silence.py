# SPDX-License-Identifier: MIT
"""A haproxy before the proxy forgets who asks for a tunnel (silent-drop)."""
from injections import only_by_proxy
from injections_offices import front

FAULTS = ("D24",)
INJECT = only_by_proxy
CAUSE = "proxy.stall"
ACCEPT = ("proxy.closed", "proxy.unreachable")  # silence, and then no connection any more
WORKS = {"direct": set(), "proxy": set()}
PROXY = front("http-request silent-drop if METH_CONNECT")
