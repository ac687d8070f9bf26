# SPDX-License-Identifier: MIT
"""The proxy takes bearer tokens only, and the device has a password."""
from injections import only_by_proxy
from injections_offices import office
from injections_proxy import as_user

FAULTS = ("D09",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_unsupported_scheme"
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(office("bearer"), "edge", "secret12")
