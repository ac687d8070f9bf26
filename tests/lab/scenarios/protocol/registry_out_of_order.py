# SPDX-License-Identifier: MIT
"""The registry answers 503: it is out of order."""
from injections import MCR
from injections_protocol import answered_by

FAULTS = ("D37",)
INJECT = answered_by("error", 443, of=MCR)
CAUSE = "http.unexpected"
WHERE = "service"
BROKEN = ("mcr", "mcr_data")
OPTIONS = ("--ipv4",)
