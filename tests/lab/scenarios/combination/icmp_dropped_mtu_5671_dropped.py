# SPDX-License-Identifier: MIT
"""The firewall drops all ICMP and 5671, and behind it is a narrow tunnel: long answers vanish."""
from injections import firewall
from injections_path import narrow

FAULTS = ("B23", "B09")
INJECT = (narrow("in", 1280), firewall("meta l4proto { icmp, icmpv6 } drop", "tcp dport 5671 drop"))
CAUSE = "net.mtu_blackhole"
ALSO = ("tcp.drop",)
WORKS = {"direct": set()}
