# SPDX-License-Identifier: MIT
"""The proxy's 200 has a header over three lines and an empty one."""
from injections import WEB, only_by_proxy
from injections_offices import office

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = office("folded")
