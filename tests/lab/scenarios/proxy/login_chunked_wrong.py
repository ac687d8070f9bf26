# SPDX-License-Identifier: MIT
"""The proxy's question comes in chunks, and the device's password is wrong."""
from injections import only_by_proxy
from injections_proxy import as_user
from injections_sites import product

FAULTS = ("D08",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_failed"
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(product("login-chunked"), "edge", "other-word")
