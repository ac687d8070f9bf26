# SPDX-License-Identifier: MIT
"""The proxy takes half a second for a tunnel and a tenth for each answer."""
from injections import WEB, only_by_proxy
from injections_offices import office

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = office("unhurried")
OPTIONS = ("--limit", 5)
