# SPDX-License-Identifier: MIT
"""A satellite link of 600 ms, and 5671 is prohibited by the firewall."""
from injections import ALL, firewall
from injections_path import delayed

FAULTS = ("F01", "B03")
INJECT = (delayed(300), firewall("tcp dport 5671 reject with icmpx admin-prohibited"))
CAUSE = "net.latency"
ALSO = ("tcp.admin_prohibited",)
ACCEPT = ("tcp.admin_prohibited",) # both cost an alternative or time
WORKS = {"direct": ALL - {"amqp"}}
OPTIONS = ("--limit", 5)
