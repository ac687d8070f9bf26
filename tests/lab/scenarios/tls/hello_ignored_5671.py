# SPDX-License-Identifier: MIT
"""Something accepts connections for the hub at 5671, and never says a word."""
from injections import ALL
from injections_tls import faulty_server

FAULTS = ("C08",)
INJECT = faulty_server("silent", 5671)
CAUSE = "tls.handshake_stall"
ACCEPT = ("tcp.synproxy_silent",)  # a box that answers for a server it cannot reach
WORKS = {"direct": ALL - {"amqp"}}
