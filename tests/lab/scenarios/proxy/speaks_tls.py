# SPDX-License-Identifier: MIT
"""The proxy takes TLS only, and http:// is written."""
from injections import only_by_proxy
from injections_proxy import scheme
from proxies import haproxy_https

FAULTS = ("D03",)
INJECT = only_by_proxy
CAUSE = "proxy.scheme_mismatch"
WHERE = "device"
WORKS = {"direct": set(), "proxy": set()}
PROXY = scheme("http", haproxy_https)
