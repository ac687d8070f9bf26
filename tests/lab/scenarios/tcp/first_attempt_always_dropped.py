# SPDX-License-Identifier: MIT
"""A greylist drops each connection's first packet, and lets its repetition through a second later."""
from injections import firewall

FAULTS = ("B20", "B21")
_SEEN = " set seen4 { type ipv4_addr . inet_service . ipv4_addr . inet_service; flags dynamic,timeout; timeout 60s; }\n set seen6 { type ipv6_addr . inet_service . ipv6_addr . inet_service; flags dynamic,timeout; timeout 60s; }"
INJECT = firewall("tcp flags & (syn|ack) == syn ip saddr . tcp sport . ip daddr . tcp dport != @seen4 add @seen4 { ip saddr . tcp sport . ip daddr . tcp dport } drop",
                  "tcp flags & (syn|ack) == syn ip6 saddr . tcp sport . ip6 daddr . tcp dport != @seen6 add @seen6 { ip6 saddr . tcp sport . ip6 daddr . tcp dport } drop", more=_SEEN)
CAUSE, SEVERITY = "net.loss", "warning"
ACCEPT = ("net.rate_limit", "net.latency")
OPTIONS = ("--limit", 6)
