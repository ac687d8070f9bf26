# SPDX-License-Identifier: MIT
"""A SOCKS proxy is written as http://."""
from injections import only_by_proxy
from injections_proxy import scheme
from proxies import dante_open

FAULTS = ("D06", "D23")
INJECT = only_by_proxy
CAUSE = "proxy.closed"
ACCEPT = ("proxy.scheme_mismatch",)  # what it is, where that can be found out
WORKS = {"direct": set(), "proxy": set()}
PROXY = scheme("http", dante_open)
