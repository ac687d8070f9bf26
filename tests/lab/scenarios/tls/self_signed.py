# SPDX-License-Identifier: MIT
"""What answers at the hub's address presents a certificate that it has signed itself."""
from injections_tls import HUB_PORTS, faulty_server

FAULTS = ("C09",)
INJECT = faulty_server("relay:self", *HUB_PORTS)
CAUSE = "tls.self_signed"
WORKS = {"direct": set()}
BROKEN = ()
