# SPDX-License-Identifier: MIT
"""What is at the SOCKS proxy's port speaks version 4 alone."""
from injections import only_by_proxy
from injections_offices import office

FAULTS = ("D34", "D06")
INJECT = only_by_proxy
CAUSE = "proxy.not_a_proxy"
ACCEPT = ("proxy.kind_unsupported", "proxy.scheme_mismatch", "proxy.closed")  # IoT Edge has no SOCKS either way
WORKS = {"direct": set(), "proxy": set()}
PROXY = office("socks-4")
