# SPDX-License-Identifier: MIT
"""The device's clock is two years slow, and its proxy is one by TLS, whose certificate is not valid yet in its eyes."""
from injections import clock, only_by_proxy
from proxies import haproxy_https

FAULTS = ("C17", "D05")
INJECT = only_by_proxy
CAUSE = "host.clock_skew"
ACCEPT = ("proxy.kind_unsupported",)  # IoT Edge cannot use such a proxy, whatever the time
WORKS = {"direct": set(), "proxy": set()}
PROXY = haproxy_https
ENVIRONMENT = clock("-730d")
