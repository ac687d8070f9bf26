# SPDX-License-Identifier: MIT
"""The proxy resets when it is asked for a tunnel."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D23",)
INJECT = only_by_proxy
CAUSE = "proxy.closed"
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("reset")
