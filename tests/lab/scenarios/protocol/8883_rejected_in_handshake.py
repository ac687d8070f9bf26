# SPDX-License-Identifier: MIT
"""The firewall rejects 8883 from the device's fourth packet on by ICMP, port unreachable."""
from injections import ALL
from injections_reading import after_packets

FAULTS = ("E06",)
INJECT = after_packets(4, (8883,), "REJECT")
CAUSE = "net.cut_after_data"
ACCEPT = ("tls.handshake_stall", "tls.injected_reset")  # how far it gets is chance
WORKS = {"direct": ALL - {"mqtt"}}
