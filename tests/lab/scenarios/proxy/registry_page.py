# SPDX-License-Identifier: MIT
"""The proxy answers 200 and its block page for Microsoft's registry; the hub passes."""
from injections import WEB, only_by_proxy
from injections_proxy import NOT_DIRECT
from injections_sites import product

FAULTS = ("D20",)
INJECT = only_by_proxy
CAUSE = "proxy.html_blockpage"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = ("mcr", "mcr_data", *NOT_DIRECT)
PROXY = product("registry-page")
