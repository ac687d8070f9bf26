# SPDX-License-Identifier: MIT
"""A SOCKS proxy takes neither no login nor a password."""
from injections import only_by_proxy
from injections_offices import office

FAULTS = ("D34", "D09")
INJECT = only_by_proxy
CAUSE = "proxy.auth_unsupported_scheme"
ACCEPT = ("proxy.auth_required", "proxy.kind_unsupported", "proxy.auth_failed")  # which it would take it does not say; IoT Edge has no SOCKS either way
WORKS = {"direct": set(), "proxy": set()}
PROXY = office("socks-gssapi")
