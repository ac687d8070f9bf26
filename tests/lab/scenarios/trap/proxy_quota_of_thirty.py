# SPDX-License-Identifier: MIT
"""The proxy answers 429 to who asks more than thirty times in five seconds; IoT Edge asks a few times."""
from injections import WEB, only_by_proxy
from injections_offices import office

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = office("thirty-in-five")
OPTIONS = ("--limit", 4)
