# SPDX-License-Identifier: MIT
"""A transparent bridge between device and router drops 8883: no packet's time to live ends before it."""
from injections import ALL, GATEWAY_IN, GATEWAY_IN6
from injections_direct import at_ingress

FAULTS = ("B09",)
INJECT = at_ingress("tcp dport 8883 drop")
CAUSE = "tcp.drop"
WHERE, BOX = ("unknown", "local_network", "firewall"), (GATEWAY_IN, GATEWAY_IN6)  # from the device a bridge is one with the router behind it
WORKS = {"direct": ALL - {"mqtt"}}
