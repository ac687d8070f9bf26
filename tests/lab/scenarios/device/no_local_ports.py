# SPDX-License-Identifier: MIT
"""A program on the device holds every local port."""
from injections_device import no_ports_left

FAULTS = ("B17",)
INJECT = no_ports_left
CAUSE, WHERE = "host.port_exhaustion", "device"
WORKS = {"direct": set()}
