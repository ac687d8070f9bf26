# SPDX-License-Identifier: MIT
"""A tinyproxy asks for a login, and the device has it."""
from injections import WEB, only_by_proxy
from injections_proxy import as_user, tinyproxy_basic

FAULTS = ()
INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = as_user(tinyproxy_basic, "edge", "secret")
