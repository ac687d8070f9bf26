# SPDX-License-Identifier: MIT
"""A load balancer before the proxy closes after every answer, which NTLM cannot survive."""
from injections import only_by_proxy
from injections_proxy import as_user
from proxies import haproxy_closes

FAULTS = ("D11", "D09")
INJECT = only_by_proxy
CAUSE = "proxy.auth_unsupported_scheme"
WHERE = "proxy"
WORKS = {"direct": set(), "proxy": set()}
PROXY = as_user(haproxy_closes)
