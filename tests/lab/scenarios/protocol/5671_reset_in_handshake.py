# SPDX-License-Identifier: MIT
"""The firewall resets 5671 from the device's fourth packet on, in the handshake."""
from injections import ALL
from injections_reading import after_packets

FAULTS = ("E06",)
INJECT = after_packets(4, (5671,), "REJECT --reject-with tcp-reset")
CAUSE = "net.cut_after_data"
ACCEPT = ("tls.injected_reset", "tls.handshake_stall", "amqp.app_reset")  # where in the handshake is chance
WORKS = {"direct": ALL - {"amqp"}}
