# SPDX-License-Identifier: MIT
"""The proxy asks for the login, closes, and lets the device in when it comes again with it."""
from injections import WEB, only_by_proxy
from injections_proxy import as_user
from injections_sites import product

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = as_user(product("login-close"), "edge", "secret")
