# SPDX-License-Identifier: MIT
"""What answers for the hub at 5671 knows Camellia only."""
from injections import ALL
from injections_tls import faulty_server

FAULTS = ("C13",)
INJECT = faulty_server("camellia:good", 5671)
CAUSE = "tls.cipher"
WORKS = {"direct": ALL - {"amqp"}}
