# SPDX-License-Identifier: MIT
"""The site's firewall drops what goes to the host of the registry's layers; the provider's router behind it tells who gets so far."""
from injections import DATA, DATA6, GATEWAY_IN, GATEWAY_IN6, firewall
from injections_provider import provider

FAULTS = ("B09", "E14")
INJECT = (provider(), firewall("ip daddr %s drop" % DATA, "ip6 daddr %s drop" % DATA6))
CAUSE = "tcp.drop"
WHERE, BOX = "firewall", (GATEWAY_IN, GATEWAY_IN6)
BROKEN = ("mcr_data",)
