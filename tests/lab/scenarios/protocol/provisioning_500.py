# SPDX-License-Identifier: MIT
"""The provisioning service answers every request with 500 and no body."""
from injections import OTHER, OTHER6
from injections_reading import front

FAULTS = ("D37",)
INJECT = front("provisioning=tls:good:500", of=(OTHER, OTHER6))
CAUSE = "http.unexpected"
BROKEN = ("dps",)
