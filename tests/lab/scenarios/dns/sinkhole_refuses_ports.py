# SPDX-License-Identifier: MIT
"""The router's filter answers with its own address for the hub, where every port is closed."""
from injections import GATEWAY_IN
from injections_dns import dnsmasq

FAULTS = ("A14",)
INJECT = dnsmasq("--address=/azure-devices.net/" + GATEWAY_IN)
CAUSE = "dns.sinkhole"
BOX = GATEWAY_IN
WORKS, BROKEN = {"direct": set()}, ()
OPTIONS = ("--ipv4",)
