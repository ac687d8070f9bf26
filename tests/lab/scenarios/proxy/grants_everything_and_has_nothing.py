# SPDX-License-Identifier: MIT
"""The proxy grants every tunnel, and nothing is behind any."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D25", "D26")
INJECT = only_by_proxy
CAUSE = "proxy.tunnel_stall"
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("fake-200-silent")
