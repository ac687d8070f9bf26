# SPDX-License-Identifier: MIT
"""The proxy rejects the device's password."""
from injections import only_by_proxy
from injections_proxy import as_user
from squids import squid_basic

FAULTS = ("D08",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_failed"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(squid_basic, "edge", "not-the-pa55word")
