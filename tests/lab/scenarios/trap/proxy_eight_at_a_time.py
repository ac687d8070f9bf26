# SPDX-License-Identifier: MIT
"""The proxy has room for eight tunnels at a time, and lets others wait."""
from injections import WEB, only_by_proxy
from injections_offices import office

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = office("eight-at-once")
OPTIONS = ("--limit", 4)
