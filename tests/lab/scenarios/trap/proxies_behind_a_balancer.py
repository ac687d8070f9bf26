# SPDX-License-Identifier: MIT
"""A TCP load balancer stands for two proxies of different make, both good."""
from injections import WEB, only_by_proxy
from injections_sites import haproxy_tcp

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = haproxy_tcp
