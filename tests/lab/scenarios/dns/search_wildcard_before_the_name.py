# SPDX-License-Identifier: MIT
"""The device tries its search domain first (ndots:5, as in a Kubernetes pod), and a wildcard there answers for every name."""
from injections import DEAD, firewall, resolvers
from injections_dns import RESOLVER, redirecting, unbound

FAULTS = ("A20",)
INJECT = (unbound(*redirecting("corp.example", DEAD)), resolvers(RESOLVER, options="search corp.example\noptions ndots:5\n"), firewall("ip daddr %s drop" % DEAD))
CAUSE = "dns.search_suffix"
WORKS = {"direct": set()}
OPTIONS = ("--ipv4",)
