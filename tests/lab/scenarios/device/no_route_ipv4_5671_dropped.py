# SPDX-License-Identifier: MIT
"""The device has lost its default route of IPv4; IPv6 works, and there the firewall drops 5671."""
from injections import ALL, DNS6, firewall, resolvers
from injections_device import no_default_route

FAULTS = ("B07", "B09")
INJECT = (*no_default_route(4), resolvers(DNS6), firewall("tcp dport 5671 drop"))
CAUSE = "tcp.drop"
ACCEPT = ("host.no_route",) # over IPv4 5671 would be dropped as well
WORKS = {"direct": ALL - {"amqp"}}
