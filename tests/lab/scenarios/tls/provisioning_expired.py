# SPDX-License-Identifier: MIT
"""The provisioning service presents a certificate that has expired."""
from injections import OTHER, OTHER6
from injections_tls import faulty_server

FAULTS = ("C15",)
INJECT = faulty_server("relay:expired", 443, of=(OTHER, OTHER6))
CAUSE = "tls.expired"
BROKEN = ("dps", "packages", "version_info")
