# SPDX-License-Identifier: MIT
"""The device's own firewall drops 5671, the network's drops 8883 before its first hop can report it: from here nothing
tells which of the two dropped which."""
from injections import ALL, chain, device

FAULTS = ("B08", "B09")
INJECT = (device("tcp dport 5671 drop"), chain("firewall", "prerouting", ["tcp dport 8883 drop"], priority="-300"))
CAUSE = "host.local_firewall"
ACCEPT = ("tcp.drop",)
WORKS = {"direct": ALL - {"amqp", "mqtt"}}
