# SPDX-License-Identifier: MIT
"""The provisioning service answers every request with 429: too many."""
from injections import OTHER, OTHER6
from injections_reading import front

FAULTS = ("D37",)
INJECT = front("provisioning=tls:good:429", of=(OTHER, OTHER6))
CAUSE = "http.unexpected"
ACCEPT = ("http.denied",)  # it refuses, for now
BROKEN = ("dps",)
