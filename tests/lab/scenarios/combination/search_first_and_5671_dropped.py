# SPDX-License-Identifier: MIT
"""The device tries three search domains first, whose resolver is 120 ms away, and the firewall drops 5671."""
from injections import ALL, DNS, firewall, resolvers
from injections_dns import RESOLVER, strange_dns

FAULTS = ("B09",)
INJECT = (strange_dns("slow:0.12"), resolvers(RESOLVER, options="search a.example b.example c.example\noptions ndots:4\n"), firewall("tcp dport 5671 drop"))
CAUSE = "tcp.drop"
WORKS = {"direct": ALL - {"amqp"}}
