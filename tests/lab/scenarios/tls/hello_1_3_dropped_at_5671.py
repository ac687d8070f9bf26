# SPDX-License-Identifier: MIT
"""A box drops a hello to 5671 that offers TLS 1.3."""
from injections import ALL
from injections_tls import tls13_hello

FAULTS = ("C11", "C12")
INJECT = tls13_hello("drop", (5671,))
CAUSE = "tls.tls13_intolerance"
WORKS = {"direct": ALL - {"amqp"}}
