# SPDX-License-Identifier: MIT
"""A proxy behind stunnel works, and edgeAgent and edgeHub cannot use it."""
from injections import only_by_proxy
from proxies import stunnel_https

FAULTS = ("D03",)
INJECT = only_by_proxy
CAUSE = "proxy.kind_unsupported"
WORKS = {"direct": set(), "proxy": {"https"}}
PROXY = stunnel_https
