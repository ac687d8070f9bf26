# SPDX-License-Identifier: MIT
"""The firewall prohibits a fifth connection and resets 8883."""
from injections import ALL, firewall
from injections_path import at_most

FAULTS = ("B19", "B01")
INJECT = (at_most(4, "reject with icmpx admin-prohibited"), firewall("tcp dport 8883 reject with tcp reset"))
CAUSE = "net.connection_limit"
ALSO = ("tcp.reset",)
ACCEPT = ("tcp.reset",) # both cost an alternative
WORKS = {"direct": ALL - {"mqtt"}}
