# SPDX-License-Identifier: MIT
"""The cloud is 160 ms away, and the firewall rejects 443 as an unreachable host."""
from injections import PLAIN, SERVICES, firewall
from injections_path import delayed

FAULTS = ("B03",)
INJECT = (delayed(80), firewall('tcp dport 443 reject with icmpx host-unreachable'))
CAUSE = "tcp.icmp_unreachable"
WORKS, BROKEN = {"direct": PLAIN}, tuple(SERVICES)
OPTIONS = ("--limit", 4)
