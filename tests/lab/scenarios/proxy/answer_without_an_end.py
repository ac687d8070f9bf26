# SPDX-License-Identifier: MIT
"""The proxy says 200 and never ends its headers."""
from injections import only_by_proxy
from injections_offices import office

FAULTS = ("D24",)
INJECT = only_by_proxy
CAUSE = "proxy.stall"
WORKS = {"direct": set(), "proxy": set()}
PROXY = office("half-an-answer")
