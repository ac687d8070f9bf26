# SPDX-License-Identifier: MIT
"""A tinyproxy's list of ports has 5671 and 8883 only."""
from injections import only_by_proxy
from injections_proxy import tinyproxy_5671_only

FAULTS = ("D12",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_port"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = tinyproxy_5671_only
