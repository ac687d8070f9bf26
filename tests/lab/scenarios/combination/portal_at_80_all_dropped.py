# SPDX-License-Identifier: MIT
"""A guest network before its login: a page answers at port 80, all else is dropped."""
from injections import firewall, instead

FAULTS = ("D35", "B09")
INJECT = (instead("plain-portal", 80), firewall('iifname "in" tcp dport { 443, 5671, 8883 } drop'))
CAUSE = "net.captive_portal"
ALSO = ()
ACCEPT = ("tcp.drop",) # what the ports show
WORKS = {"direct": set()}
