# SPDX-License-Identifier: MIT
"""The proxy allows GET, HEAD and POST only (405)."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D06",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_unsupported"
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("not-allowed")
