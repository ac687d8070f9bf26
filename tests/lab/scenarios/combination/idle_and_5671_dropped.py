# SPDX-License-Identifier: MIT
"""The firewall drops 5671 and forgets all other connections that are silent for 3 s."""
from injections import ALL, firewall
from injections_protocol import forgets

FAULTS = ("E01", "B09")
INJECT = (forgets(3, 443, 8883), firewall("tcp dport 5671 drop"))
CAUSE = "net.idle_timeout"
ALSO = ("tcp.drop",)
WORKS = {"direct": ALL - {"amqp"}}
OPTIONS = ("--hold", 6)
