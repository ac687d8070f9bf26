# SPDX-License-Identifier: MIT
"""What stands before Microsoft's registry says 404 to everything: a web server that is no registry."""
from injections import MCR, MCR6
from injections_reading import front

FAULTS = ("D37",)
INJECT = front("=tls:good:404", of=(MCR, MCR6))
CAUSE = "http.unexpected"
BROKEN = ("mcr", "mcr_data")
