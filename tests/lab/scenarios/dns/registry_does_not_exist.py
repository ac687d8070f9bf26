# SPDX-License-Identifier: MIT
"""The registry's data endpoint is gone from DNS: the hub is fine, images do not come."""
from injections_dns import RESOLVER, asks

FAULTS = ("A01",)
INJECT = asks("nxdomain-soa", "eastus.data.mcr.microsoft.com")
CAUSE = "dns.nxdomain"
WHERE, BOX = "resolver", RESOLVER
BROKEN = ("mcr_data",)
