# SPDX-License-Identifier: MIT
"""A network of containers on the device is wide, and has the service's addresses, far from its own; the resolver is the router."""
from injections_direct import own_bridge
from injections_dns import dnsmasq

FAULTS = ("B06",)
INJECT = (dnsmasq(), own_bridge("203.0.112.9/22"))
CAUSE = "host.link_down"  # neighbours that nobody is
ACCEPT = ("host.no_route",)
WHERE = ("device", "local_network")
WORKS = {"direct": set()}
OPTIONS = ("--ipv4",)
