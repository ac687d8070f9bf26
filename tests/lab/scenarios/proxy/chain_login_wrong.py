# SPDX-License-Identifier: MIT
"""A squid passes everything on to another one, with a login that this one rejects."""
from injections import only_by_proxy
from injections_proxy import behind
from squids import squid_basic

FAULTS = ("D07", "D08")
INJECT = only_by_proxy
CAUSE = "proxy.auth_required"
ACCEPT = ("proxy.auth_failed",)  # whose login failed cannot be seen from here
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = behind(squid_basic, "login=edge:wrong")
