# SPDX-License-Identifier: MIT
"""The device's own firewall rejects its questions to DNS."""
from injections import device
from lab import CLIENT

FAULTS = ("B08", "A09")
INJECT = device("meta l4proto { tcp, udp } th dport 53 reject")
CAUSE, WHERE = "host.local_firewall", "device"
ACCEPT = ("dns.unreachable",) # what it is from the question's side
WORKS = {"direct": set()}
BOX = CLIENT # who reports it
