# SPDX-License-Identifier: MIT
"""SSH answers at 8883."""
from injections import ALL
from injections_tls import faulty_server

FAULTS = ("C19",)
INJECT = faulty_server("ssh", 8883)
CAUSE = "tls.not_tls"
WORKS = {"direct": ALL - {"mqtt"}}
