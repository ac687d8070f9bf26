# SPDX-License-Identifier: MIT
"""A TCP load balancer stands for two proxies; one is gone, and it takes the other."""
from injections import WEB, only_by_proxy
from injections_sites import haproxy_one_of_two_dead

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = haproxy_one_of_two_dead
