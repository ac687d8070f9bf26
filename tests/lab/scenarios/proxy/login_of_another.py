# SPDX-License-Identifier: MIT
"""The proxy does not know the user."""
from injections import only_by_proxy
from injections_proxy import as_user
from squids import squid_ntlm_and_basic

FAULTS = ("D08",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_failed"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(squid_ntlm_and_basic, "laptop", "x")
