# SPDX-License-Identifier: MIT
"""Of all names the hub's alone has an IPv6 address, and the firewall drops IPv6."""
from injections import HUB6, HUB_NAME, firewall
from injections_dns import asks_unbound

FAULTS = ("B11",)
INJECT = (asks_unbound('local-data: "%s. 60 IN AAAA %s"' % (HUB_NAME, HUB6)), firewall("meta nfproto ipv6 meta l4proto tcp drop"))
CAUSE = "net.ipv6_broken"
ACCEPT = ("tcp.one_of_two_dead",)  # of the one name that has both
