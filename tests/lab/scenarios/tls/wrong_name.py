# SPDX-License-Identifier: MIT
"""What answers at the hub's address has a certificate for an intranet."""
from injections_tls import HUB_PORTS, faulty_server

FAULTS = ("C10",)
INJECT = faulty_server("relay:wrong", *HUB_PORTS)
CAUSE = "tls.name_mismatch"
WORKS = {"direct": set()}
BROKEN = ()
