# SPDX-License-Identifier: MIT
"""The firewall lets a device have four connections, resets the fifth, and drops 5671."""
from injections import ALL, firewall
from injections_path import at_most

FAULTS = ("B19", "B09")
INJECT = (at_most(4, "reject with tcp reset"), firewall("tcp dport 5671 drop"))
CAUSE = "net.connection_limit"
ALSO = ("tcp.drop",)
ACCEPT = ("tcp.drop",) # both cost an alternative
WORKS = {"direct": ALL - {"amqp"}}
