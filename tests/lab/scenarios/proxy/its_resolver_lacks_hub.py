# SPDX-License-Identifier: MIT
"""The resolver that the proxy itself asks says that the hub does not exist."""
from injections import only_by_proxy
from injections_proxy import NOT_DIRECT, name_unknown

FAULTS = ("D15",)
INJECT = only_by_proxy
CAUSE = "proxy.upstream_dns"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = name_unknown
