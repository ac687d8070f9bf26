# SPDX-License-Identifier: MIT
"""The proxy never answers."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D24",)
INJECT = only_by_proxy
CAUSE = "proxy.stall"
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("stall")
