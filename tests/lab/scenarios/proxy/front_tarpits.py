# SPDX-License-Identifier: MIT
"""A haproxy before the proxy lets who asks for a tunnel wait 20 s (tarpit)."""
from injections import only_by_proxy
from injections_offices import front

FAULTS = ("D24",)
INJECT = only_by_proxy
CAUSE = "proxy.stall"
WORKS = {"direct": set(), "proxy": set()}
PROXY = front("http-request tarpit if METH_CONNECT")
