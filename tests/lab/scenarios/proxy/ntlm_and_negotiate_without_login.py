# SPDX-License-Identifier: MIT
"""The proxy offers NTLM and Negotiate, and the device has no login."""
from injections import only_by_proxy
from injections_offices import office

FAULTS = ("D09",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_unsupported_scheme"
WORKS = {"direct": set(), "proxy": set()}
PROXY = office("ntlm-and-negotiate")
