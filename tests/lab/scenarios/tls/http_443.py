# SPDX-License-Identifier: MIT
"""A web server without TLS answers for the hub at 443."""
from injections import PLAIN
from injections_tls import faulty_server

FAULTS = ("C19",)
INJECT = faulty_server("http", 443)
CAUSE = "tls.not_tls"
WORKS = {"direct": PLAIN}
BROKEN = ()
