# SPDX-License-Identifier: MIT
"""The device's resolver knows internal names only, and the proxy that would resolve for it is gone."""
from injections_dns import NAMES, RESOLVER, at_once, resolvers, unbound
from lab import PROXY as PROXY_ADDRESS
from lab import PROXY_NAME

FAULTS = ("A01", "D02")
INJECT = at_once(unbound('local-data: "%s. 300 IN A %s"' % (PROXY_NAME, PROXY_ADDRESS), without=NAMES), resolvers(RESOLVER))
CAUSE = "proxy.unreachable"
ALSO = ("dns.internal_only",)
ACCEPT = ("dns.internal_only",) # repairing any one of them is enough
PROXY = lambda site: "http://%s:9" % PROXY_NAME # noqa: E731
WORKS = {"direct": set(), "proxy": set()}
