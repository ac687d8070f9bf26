# SPDX-License-Identifier: MIT
"""A tinyproxy logs in to its parent with a password that is no longer right; the device can do nothing about that."""
from injections import only_by_proxy
from injections_proxy import tinyproxy_logs_in_wrongly

FAULTS = ("D07", "D08")
INJECT = only_by_proxy
CAUSE = "proxy.auth_required"
ACCEPT = ("proxy.auth_unsupported_scheme", "proxy.auth_failed", "proxy.upstream_blocked")  # a 407 that says nothing of whose
WORKS = {"direct": set(), "proxy": set()}
PROXY = tinyproxy_logs_in_wrongly
