# SPDX-License-Identifier: MIT
"""The proxy answers CONNECT with a page in chunks, 200."""
from injections import only_by_proxy
from injections_offices import office

FAULTS = ("D20",)
INJECT = only_by_proxy
CAUSE = "proxy.html_blockpage"
WORKS = {"direct": set(), "proxy": set()}
PROXY = office("chunked-page")
