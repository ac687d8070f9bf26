# SPDX-License-Identifier: MIT
"""Two resolvers give different addresses for the hub, and both serve it."""
from injections import DEAD, DNS, HUB, HUB_NAME, nat, resolvers
from injections_dns import RESOLVER, strange_dns

INJECT = (strange_dns("at:" + DEAD, HUB_NAME), resolvers(RESOLVER, DNS), nat("ip daddr %s dnat ip to %s" % (DEAD, HUB)))
CAUSE = None
