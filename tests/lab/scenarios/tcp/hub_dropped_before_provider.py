# SPDX-License-Identifier: MIT
"""The site's firewall drops everything to the hub's addresses; the provider's router behind it tells who gets so far."""
from injections import GATEWAY_IN, GATEWAY_IN6, HUB, HUB6, firewall
from injections_provider import provider

FAULTS = ("B09",)
INJECT = (provider(), firewall("ip daddr %s drop" % HUB, "ip6 daddr %s drop" % HUB6))
CAUSE = "tcp.drop"
WHERE, BOX = "firewall", (GATEWAY_IN, GATEWAY_IN6)
WORKS = {"direct": set()}
BROKEN = ()
