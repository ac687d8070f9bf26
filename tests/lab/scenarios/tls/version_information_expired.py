# SPDX-License-Identifier: MIT
"""At the address of many services two, aka.ms and raw.githubusercontent.com, present a certificate that has expired."""
from injections import OTHER, OTHER6
from injections_reading import front

FAULTS = ("C15",)
INJECT = front("aka.ms=tls:expired:relay", "githubusercontent=tls:expired:relay", of=(OTHER, OTHER6))
CAUSE = "tls.expired"
BROKEN = ("version_info",)
