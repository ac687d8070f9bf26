# SPDX-License-Identifier: MIT
"""The device's clock is two years slow, and the firewall drops 5671."""
from injections import clock, firewall

FAULTS = ("C17", "B09")
INJECT = firewall("tcp dport 5671 drop")
CAUSE, WHERE = "host.clock_skew", "device"
ALSO = ("tcp.drop",)
WORKS = {"direct": set()}
ENVIRONMENT = clock("-730d")
