# SPDX-License-Identifier: MIT
"""The proxy wants a password, and the device is set to a name without one."""
from injections import only_by_proxy
from injections_offices import office
from injections_proxy import as_user

FAULTS = ("D08",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_failed"
ACCEPT = ("proxy.auth_required",)  # half a login
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(office("mail-login"), "edge@corp.example", "")
