# SPDX-License-Identifier: MIT
"""What is at the proxy's address says 100 Continue for ever."""
from injections import only_by_proxy
from injections_proxy import strange

FAULTS = ("D06",)
INJECT = only_by_proxy
CAUSE = "proxy.not_a_proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = strange("endless-continue")
