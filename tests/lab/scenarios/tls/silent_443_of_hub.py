# SPDX-License-Identifier: MIT
"""What answers for the hub at 443 accepts and never says a word; the other ports are good."""
from injections import PLAIN
from injections_tls import faulty_server

FAULTS = ("B16",)
INJECT = faulty_server("silent", 443)
CAUSE = "tcp.synproxy_silent"
ACCEPT = ("tls.handshake_stall",)  # delivered, and never answered
WORKS = {"direct": PLAIN}
BROKEN = ()
