# SPDX-License-Identifier: MIT
"""The firewall drops all TCP over IPv6, which the site announces, and 5671."""
from injections import ALL, firewall

FAULTS = ("B11", "B09")
INJECT = firewall("meta nfproto ipv6 meta l4proto tcp drop", "tcp dport 5671 drop")
CAUSE = "net.ipv6_broken"
ALSO = ("tcp.drop",)
WORKS = {"direct": ALL - {"amqp"}}
