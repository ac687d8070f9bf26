# SPDX-License-Identifier: MIT
"""The proxy takes 1.2 s for each tunnel."""
from injections import WEB, only_by_proxy
from injections_sites import product

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = product("late")
OPTIONS = ("--limit", 5)
