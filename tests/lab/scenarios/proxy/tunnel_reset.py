# SPDX-License-Identifier: MIT
"""The proxy grants tunnels and resets them at the first data."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D25",)
INJECT = only_by_proxy
CAUSE = "proxy.tunnel_reset"
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("reset-after-200")
