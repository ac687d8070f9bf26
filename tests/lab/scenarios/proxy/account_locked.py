# SPDX-License-Identifier: MIT
"""The proxy knows the device's account, and has locked it: 403 once the login is given."""
from injections import only_by_proxy
from injections_offices import office
from injections_proxy import as_user

FAULTS = ("D08",)
INJECT = only_by_proxy
CAUSE = "proxy.access_denied"
ACCEPT = ("proxy.auth_failed",)  # by the login it is refused
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(office("locked"), "edge", "secret12")
