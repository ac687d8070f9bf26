# SPDX-License-Identifier: MIT
"""The proxy says Connection: close with its 200, and keeps the tunnel."""
from injections import WEB, only_by_proxy
from injections_offices import office

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = office("says-close")
