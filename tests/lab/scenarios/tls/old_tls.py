# SPDX-License-Identifier: MIT
"""What answers for the hub speaks TLS 1.1 at most."""
from injections_tls import HUB_PORTS, faulty_server

FAULTS = ("C12",)
INJECT = faulty_server("old:good", *HUB_PORTS)
CAUSE = "tls.version"
WORKS = {"direct": set()}
BROKEN = ()
