# SPDX-License-Identifier: MIT
"""Something sends binary data where the proxy should be."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D06",)
INJECT = only_by_proxy
CAUSE = "proxy.not_a_proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("binary")
