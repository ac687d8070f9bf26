# SPDX-License-Identifier: MIT
"""The host of the registry's layers never answers behind TLS."""
from injections import DATA, DATA6
from injections_reading import front

FAULTS = ("E14", "E04")
INJECT = front("=tls:good:silent", of=(DATA, DATA6))
CAUSE = "http.no_answer"
BROKEN = ("mcr_data",)
