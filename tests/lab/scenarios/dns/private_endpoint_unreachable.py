# SPDX-License-Identifier: MIT
"""The registry has a private endpoint; the site's router has no route to its network and says so."""
from injections import GATEWAY_IN, ip
from injections_dns import RESOLVER, asks

FAULTS = ("A15",)
INJECT = (asks("alias:contoso.privatelink.azurecr.io:10.20.0.6", "contoso.azurecr.io"),
          ip("firewall", "route add unreachable 10.20.0.0/16", "route del unreachable 10.20.0.0/16"))
CAUSE = "dns.private_endpoint"
BOX = (RESOLVER, GATEWAY_IN)
OPTIONS = ("--registry", "contoso")
BROKEN = ("acr",)
