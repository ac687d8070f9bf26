# SPDX-License-Identifier: MIT
"""The hub presents a certificate that expired a year ago."""
from injections_tls import HUB_PORTS, faulty_server

FAULTS = ("C15",)
INJECT = faulty_server("relay:expired", *HUB_PORTS)
CAUSE = "tls.expired"
WORKS = {"direct": set()}
BROKEN = ()
