# SPDX-License-Identifier: MIT
"""A DNS trap gives the hub and the provisioning service one public address, where nobody answers."""
from injections import HUB_NAME, firewall
from injections_dns import RESOLVER, asks

FAULTS = ("A14",)
INJECT = (asks("at:203.0.113.77", HUB_NAME, "global.azure-devices-provisioning.net"), firewall("ip daddr 203.0.113.77 drop"))
CAUSE = "dns.sinkhole"
WHERE, BOX = "resolver", RESOLVER
WORKS, BROKEN = {"direct": set()}, ("dps",)
