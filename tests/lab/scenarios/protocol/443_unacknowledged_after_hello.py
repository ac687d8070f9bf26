# SPDX-License-Identifier: MIT
"""The firewall drops what the device sends to 443 from its fourth packet on: the handshake begins and never ends."""
from injections import PLAIN
from injections_reading import after_packets

FAULTS = ("E05",)
INJECT = after_packets(4, (443,), "DROP")
CAUSE = "net.cut_after_data"
ACCEPT = ("tls.handshake_stall",)  # how far it gets is chance
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
