# SPDX-License-Identifier: MIT
"""The site's firewall drops connections to 8883; the provider's router behind it tells who gets so far."""
from injections import ALL, GATEWAY_IN, GATEWAY_IN6, firewall
from injections_provider import provider

FAULTS = ("B09",)
INJECT = (provider(), firewall("tcp dport 8883 drop"))
CAUSE = "tcp.drop"
WHERE, BOX = "firewall", (GATEWAY_IN, GATEWAY_IN6)
WORKS = {"direct": ALL - {"mqtt"}}
