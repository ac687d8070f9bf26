# SPDX-License-Identifier: MIT
"""The hub's front end at 443 falls silent in the middle of its certificate."""
from injections import PLAIN
from injections_reading import front

FAULTS = ("C08",)
INJECT = front("=cut:silent:900")
CAUSE = "tls.handshake_stall"
ACCEPT = ("net.cut_after_data",)  # after so many octets
WORKS = {"direct": PLAIN}
BROKEN = ()
