# SPDX-License-Identifier: MIT
"""A squid passes everything on to another one, which asks for a login that nobody has given."""
from injections import only_by_proxy
from injections_proxy import behind
from squids import squid_basic

FAULTS = ("D07",)
INJECT = only_by_proxy
CAUSE = "proxy.auth_required"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = behind(squid_basic)
