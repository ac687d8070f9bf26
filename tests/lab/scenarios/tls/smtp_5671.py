# SPDX-License-Identifier: MIT
"""A mail server answers at 5671."""
from injections import ALL
from injections_tls import faulty_server

FAULTS = ("C19",)
INJECT = faulty_server("smtp", 5671)
CAUSE = "tls.not_tls"
WORKS = {"direct": ALL - {"amqp"}}
