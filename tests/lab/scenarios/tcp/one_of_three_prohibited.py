# SPDX-License-Identifier: MIT
"""The hub's name has three addresses, and the firewall prohibits one."""
from injections import DEAD, HUB, HUB_NAME, firewall, nat
from injections_dns import asks_unbound

FAULTS = ("B10",)
INJECT = (asks_unbound('local-data: "%s. 60 IN A %s"' % (HUB_NAME, DEAD), 'local-data: "%s. 60 IN A 203.0.113.97"' % HUB_NAME),
          nat("ip daddr 203.0.113.97 dnat ip to " + HUB), firewall("ip daddr %s reject with icmp admin-prohibited" % DEAD))
CAUSE = "tcp.one_of_two_dead"
ACCEPT = ("tcp.admin_prohibited",) # what happens to that one
