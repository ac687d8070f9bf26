# SPDX-License-Identifier: MIT
"""The proxy says 407 and offers no scheme at all, login or not; the device has one."""
from injections import only_by_proxy
from injections_offices import office
from injections_proxy import as_user

FAULTS = ("D08", "D09")
INJECT = only_by_proxy
CAUSE = "proxy.auth_failed"
ACCEPT = ("proxy.auth_unsupported_scheme", "proxy.auth_required")  # it never says what it wants
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(office("nothing-offered"), "edge", "secret12")
