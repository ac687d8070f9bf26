# SPDX-License-Identifier: MIT
"""The proxy says that the device has used up its quota (429)."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D22",)
INJECT = only_by_proxy
CAUSE = "proxy.rate_limit"
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("quota")
