# SPDX-License-Identifier: MIT
"""The proxy's answer comes in pieces of seven octets."""
from injections import WEB, only_by_proxy
from injections_sites import product

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = product("pieces")
