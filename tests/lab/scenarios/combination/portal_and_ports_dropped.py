# SPDX-License-Identifier: MIT
"""A guest network: a portal answers at 443, all other ports are dropped."""
from injections import firewall, instead

FAULTS = ("D35", "B09")
INJECT = (instead("portal:portal", 443), firewall("tcp dport { 5671, 8883 } drop"))
CAUSE = "net.captive_portal"
ALSO = ("tcp.drop",)
WORKS = {"direct": set()}
