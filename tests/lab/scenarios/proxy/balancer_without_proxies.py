# SPDX-License-Identifier: MIT
"""A TCP load balancer stands for the proxies, and all of them are gone."""
from injections import only_by_proxy
from injections_proxy import haproxy_without_backend

FAULTS = ("D23",)
INJECT = only_by_proxy
CAUSE = "proxy.closed"
WORKS = {"direct": set(), "proxy": set()}
PROXY = haproxy_without_backend
