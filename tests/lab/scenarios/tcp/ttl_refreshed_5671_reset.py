# SPDX-License-Identifier: MIT
"""The router gives every packet a new time to live, and the hub's own host refuses 5671."""
from injections import ALL, cloud_input
from injections_direct import ttl_refreshed

FAULTS = ("B01",)
INJECT = (ttl_refreshed, cloud_input("tcp dport 5671 reject with tcp reset"))
CAUSE = "tcp.reset"
WHERE, BOX = "unknown", None  # nobody can see how far a packet went
WORKS = {"direct": ALL - {"amqp"}}
