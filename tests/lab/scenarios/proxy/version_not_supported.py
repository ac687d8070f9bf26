# SPDX-License-Identifier: MIT
"""What is at the proxy's address says 505 to every CONNECT."""
from injections import only_by_proxy
from injections_offices import office

FAULTS = ("D06",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_unsupported"
ACCEPT = ("proxy.not_a_proxy", "proxy.access_denied")  # no proxy that works says so
WORKS = {"direct": set(), "proxy": set()}
PROXY = office("all-505")
