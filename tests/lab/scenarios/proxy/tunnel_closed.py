# SPDX-License-Identifier: MIT
"""The proxy grants tunnels and closes them."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D25",)
INJECT = only_by_proxy
CAUSE = "proxy.tunnel_closed"
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("close-after-200")
