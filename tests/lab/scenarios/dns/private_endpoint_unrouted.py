# SPDX-License-Identifier: MIT
"""The hub has a private endpoint; the site's DNS gives its address and nothing leads there."""
from injections_dns import RESOLVER, asks, firewall
from lab import HUB_NAME

FAULTS = ("A15",)
INJECT = (asks("alias:contoso.privatelink.azure-devices.net:10.20.0.5", HUB_NAME), firewall("ip daddr 10.20.0.0/16 drop"))
CAUSE = "dns.private_endpoint"
BOX = RESOLVER
WORKS = {"direct": set()}
BROKEN = ()
