# SPDX-License-Identifier: MIT
"""The proxy passes everything on to another one, which is not there."""
from injections import only_by_proxy
from proxies import tinyproxy_bad_upstream

FAULTS = ("D16",)
INJECT = only_by_proxy
CAUSE = "proxy.upstream_blocked"
WORKS = {"direct": set(), "proxy": set()}
PROXY = tinyproxy_bad_upstream
