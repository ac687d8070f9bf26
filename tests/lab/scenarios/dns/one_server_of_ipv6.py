# SPDX-License-Identifier: MIT
"""The device's only resolver has an IPv6 address, and the firewall drops DNS over IPv6."""
from injections import firewall
from injections_dns import resolvers
from lab import DNS6

FAULTS = ("A08",)
INJECT = (resolvers(DNS6), firewall("meta nfproto ipv6 udp dport 53 drop", "meta nfproto ipv6 tcp dport 53 drop"))
CAUSE = "dns.timeout"
WORKS = {"direct": set()}
