# SPDX-License-Identifier: MIT
"""The router that announced IPv6 is gone; IPv4 is well."""
from injections import GATEWAY_IN6, ip

FAULTS = ("B11", "B06")
INJECT = ip("client", "-6 route replace default via 2001:db8:1::99", "-6 route replace default via " + GATEWAY_IN6)
CAUSE = "net.ipv6_broken"
ACCEPT = ("host.link_down",) # the gateway of one family
