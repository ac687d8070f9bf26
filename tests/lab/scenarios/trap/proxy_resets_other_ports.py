# SPDX-License-Identifier: MIT
"""The proxy is the only way out, and resets who asks for another port than 443."""
from injections import WEB, only_by_proxy
from injections_sites import product

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = product("ports-reset")
