# SPDX-License-Identifier: MIT
"""The proxy's reason and a header are in German, in Latin-1."""
from injections import WEB, only_by_proxy
from injections_offices import office

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = office("local-words")
