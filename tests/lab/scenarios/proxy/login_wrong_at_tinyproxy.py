# SPDX-License-Identifier: MIT
"""A tinyproxy rejects the device's password."""
from injections import only_by_proxy
from injections_proxy import as_user, tinyproxy_basic

FAULTS = ("D08",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_failed"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(tinyproxy_basic, "edge", "wrong")
