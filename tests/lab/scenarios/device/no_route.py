# SPDX-License-Identifier: MIT
"""The device has no default route."""
from injections_device import no_default_route

FAULTS = ("B07",)
INJECT = no_default_route(4, 6)
CAUSE, WHERE = "host.no_route", "device"
WORKS = {"direct": set()}
