# SPDX-License-Identifier: MIT
"""The hub's name has two addresses, of which one takes everything but 8883."""
from injections import DEAD, HUB, HUB_NAME, firewall, nat
from injections_dns import asks_unbound

FAULTS = ("B10",)
INJECT = (asks_unbound('local-data: "%s. 60 IN A %s"' % (HUB_NAME, DEAD)), firewall("ct original ip daddr %s tcp dport 8883 drop" % DEAD),
          nat("ip daddr %s dnat ip to %s" % (DEAD, HUB)))
CAUSE = "tcp.one_of_two_dead"
