# SPDX-License-Identifier: MIT
"""The proxy keeps every answer for a second."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT, strange

FAULTS = ("D29",)
INJECT = only_by_proxy
CAUSE = "proxy.slow"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
PROXY = strange("buffer")
OPTIONS = ("--limit", 8)
