# SPDX-License-Identifier: MIT
"""An HTTP proxy is written as socks5h://, and waits for the rest of a line."""
from injections import only_by_proxy
from injections_proxy import scheme
from squids import squid_open

FAULTS = ("D24",)
INJECT = only_by_proxy
CAUSE = "proxy.stall"
ACCEPT = ("proxy.scheme_mismatch",)  # what it is, where that can be found out
WORKS = {"direct": set(), "proxy": set()}
PROXY = scheme("socks5h", squid_open)
