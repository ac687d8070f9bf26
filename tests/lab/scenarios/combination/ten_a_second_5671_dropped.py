# SPDX-License-Identifier: MIT
"""The firewall lets a device open ten connections a second, and drops 5671."""
from injections import ALL, firewall
from injections_path import new_connections

FAULTS = ("B20", "B09")
INJECT = (new_connections(10, 5), firewall("tcp dport 5671 drop"))
CAUSE = "net.rate_limit"
ALSO = ("tcp.drop",)
WORKS = {"direct": ALL - {"amqp"}}
OPTIONS = ("--limit", 5)
