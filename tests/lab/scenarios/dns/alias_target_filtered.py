# SPDX-License-Identifier: MIT
"""The resolver knows DPS's name, and filters the zone that its alias leads to."""
from injections_dns import RESOLVER, asks

FAULTS = ("A19",)
INJECT = asks("dangling:dps-prod-7.trafficmanager.net", "global.azure-devices-provisioning.net")
CAUSE = "dns.cname_dangling"
WHERE, BOX = "resolver", RESOLVER
BROKEN = ("dps",)
