# SPDX-License-Identifier: MIT
"""A gateway says 502 for everything, in nginx's words and no others."""
from injections import only_by_proxy
from injections_offices import office

FAULTS = ("D19",)
INJECT = only_by_proxy
CAUSE = "proxy.upstream_blocked"
WORKS = {"direct": set(), "proxy": set()}
PROXY = office("all-502")
