# SPDX-License-Identifier: MIT
"""A network of containers on the device has the service's own addresses; the resolver is the router."""
from injections_direct import own_bridge
from injections_dns import dnsmasq

FAULTS = ("B06",)
INJECT = (dnsmasq(), own_bridge("203.0.113.9/29"))
CAUSE = "host.link_down"  # neighbours that nobody is
ACCEPT = ("host.no_route",)
WHERE = ("device", "local_network")
WORKS = {"direct": set()}
OPTIONS = ("--ipv4",)
