# SPDX-License-Identifier: MIT
"""The registry's front end answers 451: not for this country."""
from injections import MCR
from injections_protocol import answered_by

FAULTS = ("D37",)
INJECT = answered_by("legal", 443, of=MCR)
CAUSE = "http.denied"
WHERE = "service"
BROKEN = ("mcr", "mcr_data")
OPTIONS = ("--ipv4",)
