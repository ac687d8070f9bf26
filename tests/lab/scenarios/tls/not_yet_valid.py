# SPDX-License-Identifier: MIT
"""The hub presents a certificate that is valid from the day after tomorrow."""
from injections_tls import HUB_PORTS, faulty_server

FAULTS = ("C16",)
INJECT = faulty_server("relay:early", *HUB_PORTS)
CAUSE = "tls.not_yet_valid"
WORKS = {"direct": set()}
BROKEN = ()
