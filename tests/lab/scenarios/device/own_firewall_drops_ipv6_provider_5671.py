# SPDX-License-Identifier: MIT
"""The device's own firewall drops IPv6, the provider's router drops 5671."""
from injections import ALL, device
from injections_provider import provider

FAULTS = ("B08", "B09")
INJECT = (provider("tcp dport 5671 drop"), device("meta nfproto ipv6 meta l4proto tcp drop"))
CAUSE = "host.local_firewall"
ALSO = ("tcp.drop",)
ACCEPT = ("tcp.drop", "net.ipv6_broken")
WORKS = {"direct": ALL - {"amqp"}}
