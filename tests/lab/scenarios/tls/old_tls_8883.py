# SPDX-License-Identifier: MIT
"""What answers for the hub at 8883 speaks TLS 1.1 at most."""
from injections import ALL
from injections_tls import faulty_server

FAULTS = ("C12",)
INJECT = faulty_server("old:good", 8883)
CAUSE = "tls.version"
WORKS = {"direct": ALL - {"mqtt"}}
