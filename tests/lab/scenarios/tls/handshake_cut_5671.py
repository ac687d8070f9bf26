# SPDX-License-Identifier: MIT
"""What answers for the hub at 5671 begins the handshake and resets the connection."""
from injections import ALL
from injections_tls import faulty_server

FAULTS = ("C05", "C08")
INJECT = faulty_server("cut", 5671)
CAUSE = "tls.injected_reset"
ACCEPT = ("tls.handshake_stall",)  # a server that crashes looks the same
WORKS = {"direct": ALL - {"amqp"}}
