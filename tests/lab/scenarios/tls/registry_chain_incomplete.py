# SPDX-License-Identifier: MIT
"""Microsoft's registry sends its certificate without the intermediate one."""
from injections import MCR, MCR6
from injections_tls import faulty_server

FAULTS = ("C09",)
INJECT = faulty_server("relay:bare", 443, of=(MCR, MCR6))
CAUSE = "tls.incomplete_chain"
BROKEN = ("mcr",)
