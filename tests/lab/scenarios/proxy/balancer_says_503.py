# SPDX-License-Identifier: MIT
"""A load balancer stands for the proxies, says 503 for everything, and all of them are gone."""
from injections import only_by_proxy
from injections_proxy import haproxy_503

FAULTS = ("D16",)
INJECT = only_by_proxy
CAUSE = "proxy.upstream_blocked"
ACCEPT = ("proxy.connect_unsupported", "proxy.not_a_proxy")  # 503 of a box that is no proxy itself
WORKS = {"direct": set(), "proxy": set()}
PROXY = haproxy_503
