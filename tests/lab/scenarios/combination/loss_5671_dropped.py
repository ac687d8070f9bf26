# SPDX-License-Identifier: MIT
"""A bad radio link loses a seventh of all TCP packets, and the firewall drops 5671."""
from injections import ALL, firewall
from injections_path import lost

FAULTS = ("F02", "B09")
INJECT = (lost("FORWARD -i in -p tcp -m statistic --mode random --probability 0.15 -j DROP",
               "FORWARD -o in -p tcp -m statistic --mode random --probability 0.15 -j DROP"), firewall("tcp dport 5671 drop"))
CAUSE = "net.loss"
ALSO = ("tcp.drop",)
WORKS = {"direct": ALL - {"amqp"}}
OPTIONS = ("--limit", 12)
