# SPDX-License-Identifier: MIT
"""The registry presents a certificate that has expired."""
from injections import MCR, MCR6
from injections_tls import faulty_server

FAULTS = ("C15",)
INJECT = faulty_server("relay:expired", 443, of=(MCR, MCR6))
CAUSE = "tls.expired"
BROKEN = ("mcr",)
