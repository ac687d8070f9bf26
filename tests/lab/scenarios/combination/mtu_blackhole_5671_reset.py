# SPDX-License-Identifier: MIT
"""Long answers vanish in a narrow tunnel whose ICMP is dropped, and the firewall resets 5671."""
from injections import firewall
from injections_path import narrow

FAULTS = ("B23", "B01")
INJECT = (narrow("in", 1300), firewall("tcp dport 5671 reject with tcp reset"))
CAUSE = "net.mtu_blackhole"
ALSO = ("tcp.reset",)
WORKS = {"direct": set()}
