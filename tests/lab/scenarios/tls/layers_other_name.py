# SPDX-License-Identifier: MIT
"""What answers for the host of the registry's layers has the certificate of an intranet."""
from injections import DATA, DATA6
from injections_tls import faulty_server

FAULTS = ("C10", "E14")
INJECT = faulty_server("relay:wrong", 443, of=(DATA, DATA6))
CAUSE = "tls.name_mismatch"
BROKEN = ("mcr_data",)
