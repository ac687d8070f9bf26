# SPDX-License-Identifier: MIT
"""What is at the proxy's port speaks HTTP/2 alone, and says goodbye in it."""
from injections import only_by_proxy
from injections_offices import office

FAULTS = ("D06",)
INJECT = only_by_proxy
CAUSE = "proxy.not_a_proxy"
ACCEPT = ("proxy.connect_unsupported",)  # it might do CONNECT in HTTP/2
WORKS = {"direct": set(), "proxy": set()}
PROXY = office("http2")
