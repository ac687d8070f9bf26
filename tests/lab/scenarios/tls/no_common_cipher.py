# SPDX-License-Identifier: MIT
"""What answers for the hub knows Camellia only."""
from injections_tls import HUB_PORTS, faulty_server

FAULTS = ("C13",)
INJECT = faulty_server("camellia:good", *HUB_PORTS)
CAUSE = "tls.cipher"
WORKS = {"direct": set()}
BROKEN = ()
