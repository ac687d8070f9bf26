# SPDX-License-Identifier: MIT
"""The proxy's question for the login comes in chunks, on a connection that stays."""
from injections import WEB, only_by_proxy
from injections_proxy import as_user
from injections_sites import product

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = as_user(product("login-chunked"), "edge", "secret")
