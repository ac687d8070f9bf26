# SPDX-License-Identifier: MIT
"""The proxy offers its three schemes in one header, in small letters, with a comma inside a realm."""
from injections import WEB, only_by_proxy
from injections_proxy import as_user
from injections_sites import product

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = as_user(product("login-list"), "edge", "secret")
