# SPDX-License-Identifier: MIT
"""What answers for the hub at 8883 presents a certificate that has expired; the other ports are in order."""
from injections import ALL
from injections_tls import faulty_server

FAULTS = ("C15", "E12")
INJECT = faulty_server("relay:expired", 8883)
CAUSE = "tls.expired"
WORKS = {"direct": ALL - {"mqtt"}}
