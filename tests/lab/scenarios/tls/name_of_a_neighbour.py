# SPDX-License-Identifier: MIT
"""What answers at the hub's address is another customer's hub."""
from injections_tls import HUB_PORTS, faulty_server

FAULTS = ("C10",)
INJECT = faulty_server("relay:neighbour", *HUB_PORTS)
CAUSE = "tls.name_mismatch"
WORKS = {"direct": set()}
BROKEN = ()
