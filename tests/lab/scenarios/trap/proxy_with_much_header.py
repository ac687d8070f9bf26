# SPDX-License-Identifier: MIT
"""The proxy's 200 has 6 kB of headers."""
from injections import WEB, only_by_proxy
from injections_sites import product

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = product("much-header")
