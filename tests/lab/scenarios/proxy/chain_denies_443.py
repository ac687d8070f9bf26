# SPDX-License-Identifier: MIT
"""A squid passes everything on to another one, which has lost port 443."""
from injections import only_by_proxy
from injections_proxy import behind, without_443

FAULTS = ("D12",)
INJECT = only_by_proxy
CAUSE = "proxy.connect_denied_port"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = behind(without_443)
