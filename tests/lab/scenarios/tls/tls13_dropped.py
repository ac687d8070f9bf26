# SPDX-License-Identifier: MIT
"""A box on the way drops a hello that offers TLS 1.3."""
from injections_tls import tls13_hello

FAULTS = ("C11", "C12")
INJECT = tls13_hello("drop")
CAUSE = "tls.tls13_intolerance"
WHERE = "firewall"
WORKS = {"direct": set()}
