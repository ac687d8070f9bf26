# SPDX-License-Identifier: MIT
"""The proxy's list of ports has 5671 and 8883 and has lost 443."""
from injections import only_by_proxy
from injections_proxy import without_443

FAULTS = ("D12",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_port"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = without_443
