# SPDX-License-Identifier: MIT
"""TCP over IPv6 is dropped, the first of two resolvers is gone, and 5671 is reset."""
from injections import ALL, firewall
from injections_dns import DNS, SILENT_RESOLVER, dead, resolvers

FAULTS = ("B11", "A10", "B01")
INJECT = (firewall("meta nfproto ipv6 meta l4proto tcp drop", "tcp dport 5671 reject with tcp reset"), dead(), resolvers(SILENT_RESOLVER, DNS))
CAUSE = "net.ipv6_broken"
ALSO = ("dns.slow_first_server", "tcp.reset")
ACCEPT = ("dns.slow_first_server",) # each costs seconds
WORKS = {"direct": ALL - {"amqp"}}
