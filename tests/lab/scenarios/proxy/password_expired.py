# SPDX-License-Identifier: MIT
"""The login is right, and its password has expired: the proxy sends the device to a page to change it."""
from injections import only_by_proxy
from injections_offices import office
from injections_proxy import as_user

FAULTS = ("D21", "D08")
INJECT = only_by_proxy
CAUSE = "proxy.redirect"
ACCEPT = ("proxy.auth_failed", "proxy.auth_required")  # it is the login that is the matter
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(office("login-then-page"), "edge", "secret12")
