# SPDX-License-Identifier: MIT
"""The router's filter gives its own IPv4 address for the hub, and lets the IPv6 address through; it refuses all ports."""
from injections import GATEWAY_IN
from injections_dns import dnsmasq

FAULTS = ("A14",)
INJECT = dnsmasq("--address=/azure-devices.net/" + GATEWAY_IN)
CAUSE = "dns.sinkhole"
BOX = GATEWAY_IN
