# SPDX-License-Identifier: MIT
"""A captive portal answers at every port for everybody, without TLS."""
from injections_tls import HUB_PORTS, faulty_server

FAULTS = ("D35",)
INJECT = faulty_server("moved", *HUB_PORTS, of=None)
CAUSE = "net.captive_portal"
WORKS = {"direct": set()}
