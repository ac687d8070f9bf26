# SPDX-License-Identifier: MIT
"""The proxy sends its answer a byte a second."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D24",)
INJECT = only_by_proxy
CAUSE = "proxy.stall"
ACCEPT = ("proxy.slow",)  # which it is for who waits a minute
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("slow")
