# SPDX-License-Identifier: MIT
"""The hub's name has two addresses, as a balanced service has, and both serve it."""
from injections import DEAD, HUB, HUB_NAME, nat
from injections_dns import asks_unbound

INJECT = (asks_unbound('local-data: "%s. 60 IN A %s"' % (HUB_NAME, DEAD)), nat("ip daddr %s dnat ip to %s" % (DEAD, HUB)))
CAUSE = None
