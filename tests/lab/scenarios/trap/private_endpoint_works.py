# SPDX-License-Identifier: MIT
"""The hub has a private endpoint, and the site is connected to its network."""
from injections import HUB, nat
from injections_dns import asks
from lab import HUB_NAME

INJECT = (asks("alias:contoso.privatelink.azure-devices.net:10.20.0.5", HUB_NAME), nat("ip daddr 10.20.0.5 dnat ip to " + HUB))
CAUSE = None
