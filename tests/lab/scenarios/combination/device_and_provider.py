# SPDX-License-Identifier: MIT
"""The device's own firewall rejects 8883, the provider's router prohibits 5671."""
from injections import WEB, device
from injections_provider import provider

FAULTS = ("B08", "B03")
INJECT = (provider("tcp dport 5671 reject with icmpx admin-prohibited"), device("tcp dport 8883 reject"))
CAUSE = "host.local_firewall"
ALSO = ("tcp.admin_prohibited",)
ACCEPT = ("tcp.admin_prohibited",) # both cost an alternative, no more
WORKS = {"direct": WEB}
