# SPDX-License-Identifier: MIT
"""The device's clock is forty days fast, and its proxy is one by TLS, whose certificate has expired in its eyes; the direct way is open."""
from injections import clock
from proxies import haproxy_https

FAULTS = ("C17", "D05")
INJECT = ()
CAUSE = "host.clock_skew"
ACCEPT = ("proxy.kind_unsupported",)  # IoT Edge cannot use such a proxy, whatever the time
ALSO = ("host.clock_skew",)
WORKS = {"direct": set(), "proxy": set()}
PROXY = haproxy_https
ENVIRONMENT = clock("+40d")
