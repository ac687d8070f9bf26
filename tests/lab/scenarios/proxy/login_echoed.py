# SPDX-License-Identifier: MIT
"""The proxy rejects the login and repeats it in headers and body."""
from injections import only_by_proxy
from injections_proxy import as_user, strange

FAULTS = ("D08",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_failed"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(strange("echo-407"))
