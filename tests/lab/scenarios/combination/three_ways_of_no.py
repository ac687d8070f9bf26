# SPDX-License-Identifier: MIT
"""The firewall resets 443 and drops 5671, the provider's router prohibits 8883: every port fails in a way of its own."""
from injections import firewall
from injections_provider import provider

FAULTS = ("B01", "B09", "B03")
INJECT = (provider("tcp dport 8883 reject with icmpx admin-prohibited"), firewall("tcp dport 443 reject with tcp reset", "tcp dport 5671 drop"))
CAUSE = "tcp.reset" # of all services, too
ALSO = ("tcp.drop", "tcp.admin_prohibited")
WORKS = {"direct": set()}
