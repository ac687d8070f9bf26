# SPDX-License-Identifier: MIT
"""The site's own registry has a private endpoint, and the site is connected to its network."""
from injections import OTHER, nat
from injections_dns import asks

INJECT = (asks("alias:contoso.privatelink.azurecr.io:10.20.0.6", "contoso.azurecr.io"), nat("ip daddr 10.20.0.6 dnat ip to " + OTHER))
CAUSE = None
OPTIONS = ("--registry", "contoso", "--storage", "contoso", "--region", "eastus")
