# SPDX-License-Identifier: MIT
"""A web server is where the proxy should be."""
from injections import only_by_proxy
from proxies import nginx_plain

FAULTS = ("D06",)
INJECT = only_by_proxy
CAUSE = "proxy.not_a_proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = nginx_plain
