# SPDX-License-Identifier: MIT
"""The proxy's 200 brings a cookie and says Keep-Alive."""
from injections import WEB, only_by_proxy
from injections_sites import product

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = product("cookie")
