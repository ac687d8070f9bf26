# SPDX-License-Identifier: MIT
"""The proxy asks for the login in HTTP/1.0, with a page that ends with the connection."""
from injections import WEB, only_by_proxy
from injections_offices import office
from injections_proxy import as_user

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = as_user(office("login-1.0"), "edge", "secret12")
