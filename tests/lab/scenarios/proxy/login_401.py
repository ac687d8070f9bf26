# SPDX-License-Identifier: MIT
"""What is at the proxy's address asks for a login as a web server does (401)."""
from injections import only_by_proxy
from injections_sites import product

FAULTS = ("D06",)
INJECT = only_by_proxy
CAUSE = "proxy.access_denied"
ACCEPT = ("proxy.auth_required", "proxy.not_a_proxy", "proxy.connect_unsupported")  # 401 is no proxy's answer; what it is, nobody can know
WORKS = {"direct": set(), "proxy": set()}
PROXY = product("all-401")
