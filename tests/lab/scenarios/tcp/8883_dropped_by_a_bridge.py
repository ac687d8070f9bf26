# SPDX-License-Identifier: MIT
"""A transparent bridge between device and router drops 8883: no packet's time to live ends before it."""
from injections import ALL
from injections_direct import at_ingress

FAULTS = ("B09",)
INJECT = at_ingress("tcp dport 8883 drop")
CAUSE = "tcp.drop"
WHERE, BOX = ("unknown", "local_network", "firewall"), None
WORKS = {"direct": ALL - {"mqtt"}}
