# SPDX-License-Identifier: MIT
"""The password has letters beyond ASCII, in UTF-8 as the proxy asks."""
from injections import WEB, only_by_proxy
from injections_offices import office
from injections_proxy import as_user

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = as_user(office("umlauts"), "edge", "pä$$wört")
