# SPDX-License-Identifier: MIT
"""The proxy answers who asks for the hub with a page without a length, 200."""
from injections import only_by_proxy
from injections_offices import office
from injections_proxy import NOT_DIRECT

FAULTS = ("D20",)
INJECT = only_by_proxy
CAUSE = "proxy.html_blockpage"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = office("hub-page-to-the-end")
