# SPDX-License-Identifier: MIT
"""The hub sends an intermediate certificate that has expired."""
from injections_tls import HUB_PORTS, faulty_server

FAULTS = ("C15",)
INJECT = faulty_server("relay:stale", *HUB_PORTS)
CAUSE = "tls.expired"
WORKS = {"direct": set()}
BROKEN = ()
