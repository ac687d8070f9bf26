# SPDX-License-Identifier: MIT
"""The firewall drops IPv6 and one of the hub's two IPv4 addresses."""
from injections import DEAD, DNS, HUB6, HUB_NAME, firewall
from injections_dns import asks_unbound

FAULTS = ("B10", "B11")
INJECT = (asks_unbound('local-data: "%s. 60 IN A %s"' % (HUB_NAME, DEAD), 'local-data: "%s. 60 IN AAAA %s"' % (HUB_NAME, HUB6)),
          firewall("ip daddr %s drop" % DEAD, "meta nfproto ipv6 meta l4proto tcp drop"))
CAUSE, ALSO = "tcp.one_of_two_dead", ()
ACCEPT = ("net.ipv6_broken",)
