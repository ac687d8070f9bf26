# SPDX-License-Identifier: MIT
"""What answers for the hub at 5671 presents a certificate that is valid from the day after tomorrow."""
from injections import ALL
from injections_tls import faulty_server

FAULTS = ("C16",)
INJECT = faulty_server("relay:early", 5671)
CAUSE = "tls.not_yet_valid"
WORKS = {"direct": ALL - {"amqp"}}
