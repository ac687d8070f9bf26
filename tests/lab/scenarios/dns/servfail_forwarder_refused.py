# SPDX-License-Identifier: MIT
"""The site's resolver forwards over TCP, and the next firewall refuses that: SERVFAIL to everything."""
from injections_dns import RESOLVER, asks_unbound

FAULTS = ("A05",)
INJECT = asks_unbound("tcp-upstream: yes", forwards="203.0.113.12")
CAUSE = "dns.servfail"
WHERE, BOX = "resolver", RESOLVER
WORKS = {"direct": set()}
