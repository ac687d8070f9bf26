# SPDX-License-Identifier: MIT
"""What is at the proxy's address sends everybody to a login page."""
from injections import only_by_proxy
from proxies import nginx_redirect

FAULTS = ("D21",)
INJECT = only_by_proxy
CAUSE = "proxy.redirect"
WORKS = {"direct": set(), "proxy": set()}
PROXY = nginx_redirect
