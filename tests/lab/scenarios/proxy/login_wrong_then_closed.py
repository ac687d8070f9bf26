# SPDX-License-Identifier: MIT
"""The proxy closes the connection on which a wrong login came."""
from injections import only_by_proxy
from injections_offices import office
from injections_proxy import as_user

FAULTS = ("D08",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_failed"
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(office("wrong-then-closed"), "edge", "wrong123")
