# SPDX-License-Identifier: MIT
"""A SOCKS proxy is written as https://."""
from injections import only_by_proxy
from injections_proxy import scheme
from proxies import dante_open

FAULTS = ("D04", "D34")
INJECT = only_by_proxy
CAUSE = "proxy.scheme_mismatch"
ACCEPT = ("proxy.not_a_proxy", "proxy.closed")  # what it is, where that is found out
WORKS = {"direct": set(), "proxy": set()}
PROXY = scheme("https", dante_open)
