# SPDX-License-Identifier: MIT
"""What answers at the hub's address does not know its name, and says so with an alert."""
from injections_tls import HUB_PORTS, faulty_server

FAULTS = ("C14",)
INJECT = faulty_server("unknown-name:good", *HUB_PORTS)
CAUSE = "tls.alert"
WORKS = {"direct": set()}
BROKEN = ()
