# SPDX-License-Identifier: MIT
"""The proxy denies what IoT Edge does not need, and everything for a second after that."""
from injections import WEB, only_by_proxy
from injections_offices import office

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = office("bans-for-a-second")
OPTIONS = ("--limit", 4)
