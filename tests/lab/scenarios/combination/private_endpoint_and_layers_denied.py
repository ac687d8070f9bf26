# SPDX-License-Identifier: MIT
"""The hub's private endpoint leads nowhere, and a front end of the registry answers 403 for layers."""
from injections import DATA, firewall
from injections_dns import asks
from injections_protocol import answered_by
from lab import HUB_NAME

FAULTS = ("A15", "E14")
INJECT = (asks("alias:contoso.privatelink.azure-devices.net:10.20.0.5", HUB_NAME), firewall("ip daddr 10.20.0.0/16 drop"), answered_by("deny", 443, of=DATA))
CAUSE = "dns.private_endpoint"
ALSO = ("http.denied",)
ACCEPT = ("http.denied",) # each breaks something needed
WORKS, BROKEN = {"direct": set()}, ("mcr_data",)
OPTIONS = ("--ipv4",)
