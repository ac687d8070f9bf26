# SPDX-License-Identifier: MIT
"""A web filter answers CONNECT with 200 and its block page."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D20",)
INJECT = only_by_proxy
CAUSE = "proxy.html_blockpage"
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("html-200")
