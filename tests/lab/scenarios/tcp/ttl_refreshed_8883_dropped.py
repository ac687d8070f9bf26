# SPDX-License-Identifier: MIT
"""The router gives every packet a new time to live, and drops 8883."""
from injections import ALL, firewall
from injections_direct import ttl_refreshed

FAULTS = ("B09",)
INJECT = (ttl_refreshed, firewall("tcp dport 8883 drop"))
CAUSE = "tcp.drop"
WHERE, BOX = ("unknown", "firewall", "local_network"), None
WORKS = {"direct": ALL - {"mqtt"}}
