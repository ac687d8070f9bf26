# SPDX-License-Identifier: MIT
"""A tinyproxy asks for a login, and the device has none."""
from injections import only_by_proxy
from injections_proxy import tinyproxy_basic

FAULTS = ("D07",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_required"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = tinyproxy_basic
