# SPDX-License-Identifier: MIT
"""The site's DNS gives a private address for the hub without an alias, and the site's network leads there."""
from injections import HUB, HUB_NAME, nat
from injections_dns import asks

INJECT = (asks("at:10.1.2.3", HUB_NAME), nat("ip daddr 10.1.2.3 dnat ip to " + HUB))
CAUSE = None
