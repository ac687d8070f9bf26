# SPDX-License-Identifier: MIT
"""The device's own policy routing prohibits 8883, the site's firewall drops 5671."""
from injections import WEB, firewall
from injections_direct import policy_rule

FAULTS = ("B07", "B09")
INJECT = (policy_rule("ipproto", "tcp", "dport", "8883", "prohibit"), firewall("tcp dport 5671 drop"))
CAUSE, ALSO = "host.no_route", ("tcp.drop",)
ACCEPT = ("tcp.drop", "host.local_firewall")  # two faults of one rank; the device itself refuses
WHERE = ("device", "firewall")
WORKS = {"direct": WEB}
