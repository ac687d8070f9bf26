# SPDX-License-Identifier: MIT
"""The proxy's question for the login has a page of 300 kB, on a connection that stays."""
from injections import WEB, only_by_proxy
from injections_offices import office
from injections_proxy import as_user

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = as_user(office("login-big-page"), "edge", "secret12")
