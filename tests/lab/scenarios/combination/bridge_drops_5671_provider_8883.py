# SPDX-License-Identifier: MIT
"""A transparent bridge drops 5671 before the router; the provider's router prohibits 8883."""
from injections import GATEWAY_IN, GATEWAY_IN6, WEB
from injections_direct import at_ingress
from injections_provider import UPLINK, UPLINK6, provider

FAULTS = ("B09", "B03")
INJECT = (at_ingress("tcp dport 5671 drop"), provider("tcp dport 8883 reject with icmpx admin-prohibited"))
CAUSE, ALSO = "tcp.drop", ("tcp.admin_prohibited",)
ACCEPT = ("tcp.admin_prohibited",)  # two faults of one rank
WHERE, BOX = ("unknown", "local_network", "firewall"), (UPLINK, UPLINK6, GATEWAY_IN, GATEWAY_IN6)  # from the device a bridge is one with the router behind it
WORKS = {"direct": WEB}
