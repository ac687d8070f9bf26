# SPDX-License-Identifier: MIT
"""What answers for the hub at 8883 begins the handshake and falls silent."""
from injections import ALL
from injections_tls import faulty_server

FAULTS = ("C08",)
INJECT = faulty_server("half", 8883)
CAUSE = "tls.handshake_stall"
WORKS = {"direct": ALL - {"mqtt"}}
