# SPDX-License-Identifier: MIT
"""The resolver filters DPS as its customer asked for, and says so (extended DNS error 17) in an empty answer."""
from injections_dns import RESOLVER, asks

FAULTS = ("A03",)
INJECT = asks("ede:17:category Internet of Things:0", "global.azure-devices-provisioning.net")
CAUSE = "dns.filtered"
WHERE, BOX = "resolver", RESOLVER
BROKEN = ("dps",)
