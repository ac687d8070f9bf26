# SPDX-License-Identifier: MIT
"""The hub asks for a certificate of the client and takes everybody without one, as IoT Hub does."""
from injections_tls import HUB_PORTS, faulty_server

FAULTS = ("C20",)
INJECT = faulty_server("asks:good", *HUB_PORTS)
CAUSE = None
