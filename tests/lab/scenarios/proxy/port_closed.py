# SPDX-License-Identifier: MIT
"""Nothing listens at the proxy's port."""
from injections import only_by_proxy
from injections_proxy import url
from lab import PROXY_NAME

FAULTS = ("D02",)
INJECT = only_by_proxy
CAUSE = "proxy.unreachable"
WHERE = ("proxy", "unknown")  # a firewall that refuses with a reset looks the same
WORKS = {"direct": set(), "proxy": set()}
PROXY = url("http://%s:9" % PROXY_NAME)
