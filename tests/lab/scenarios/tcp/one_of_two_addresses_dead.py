# SPDX-License-Identifier: MIT
"""The hub's name has two addresses, and the firewall's list knows only one of them."""
from injections import DEAD, HUB_NAME, firewall
from injections_dns import asks_unbound

FAULTS = ("B10",)
INJECT = (asks_unbound('local-data: "%s. 60 IN A %s"' % (HUB_NAME, DEAD)), firewall("ip daddr %s drop" % DEAD))
CAUSE = "tcp.one_of_two_dead"
