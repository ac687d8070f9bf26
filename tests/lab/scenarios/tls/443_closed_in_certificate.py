# SPDX-License-Identifier: MIT
"""The hub's front end at 443 closes in the middle of its certificate."""
from injections import PLAIN
from injections_reading import front

FAULTS = ("C08",)
INJECT = front("=cut:close:900")
CAUSE = "tls.handshake_stall"
ACCEPT = ("tls.injected_reset", "tcp.closed_after_connect", "net.cut_after_data")  # the connection ends in the handshake, whatever it is called
WORKS = {"direct": PLAIN}
BROKEN = ()
