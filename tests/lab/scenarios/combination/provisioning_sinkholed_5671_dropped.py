# SPDX-License-Identifier: MIT
"""The resolver answers 0.0.0.0 for DPS, and the firewall drops 5671."""
from injections import ALL, firewall
from injections_dns import RESOLVER, asks_unbound, filtering

_DPS = "global.azure-devices-provisioning.net"
FAULTS = ("A14", "B09")
INJECT = (asks_unbound(filtering(_DPS, "always_null"), without=[_DPS]), firewall("tcp dport 5671 drop"))
CAUSE = "dns.sinkhole"
ALSO = ("tcp.drop",)
WHERE, BOX = "resolver", RESOLVER
WORKS, BROKEN = {"direct": ALL - {"amqp"}}, ("dps",)
