# SPDX-License-Identifier: MIT
"""What stands before Microsoft's registry answers 504: its backend is late."""
from injections import MCR, MCR6
from injections_reading import front

FAULTS = ("D37",)
INJECT = front("=tls:good:504", of=(MCR, MCR6))
CAUSE = "http.unexpected"
BROKEN = ("mcr", "mcr_data")
