# SPDX-License-Identifier: MIT
"""The proxy grants tunnels in which nothing comes back."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D25",)
INJECT = only_by_proxy
CAUSE = "proxy.tunnel_stall"
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("silence-after-200")
