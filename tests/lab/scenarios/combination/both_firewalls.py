# SPDX-License-Identifier: MIT
"""The device's own firewall rejects 5671, the site's drops 8883."""
from injections import WEB, device, firewall

FAULTS = ("B08", "B09")
INJECT = (device("tcp dport 5671 reject"), firewall("tcp dport 8883 drop"))
CAUSE = "host.local_firewall"
ALSO = ("tcp.drop",)
ACCEPT = ("tcp.drop",) # both cost an alternative, no more
WORKS = {"direct": WEB}
