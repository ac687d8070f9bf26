# SPDX-License-Identifier: MIT
"""Microsoft's registry closes behind TLS whatever it is asked."""
from injections import MCR, MCR6
from injections_reading import front

FAULTS = ("E04",)
INJECT = front("=tls:good:close", of=(MCR, MCR6))
CAUSE = "http.no_answer"
BROKEN = ("mcr", "mcr_data")
