# SPDX-License-Identifier: MIT
"""A haproxy before the proxy denies CONNECT, whatever it is for (403)."""
from injections import only_by_proxy
from injections_offices import front

FAULTS = ("D06", "D13")
INJECT = only_by_proxy
CAUSE = "proxy.access_denied"
ACCEPT = ("proxy.connect_unsupported",)  # by its method
WORKS = {"direct": set(), "proxy": set()}
PROXY = front("http-request deny if METH_CONNECT")
