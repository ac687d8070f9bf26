# SPDX-License-Identifier: MIT
"""What stands before the hub answers a hello that offers TLS 1.3 with the alert protocol_version, at every port, and takes one of TLS 1.2."""
from injections_reading import front
from injections_tls import HUB_PORTS

FAULTS = ("C12",)
INJECT = front("1.3=alert:2:70", ports=HUB_PORTS)
CAUSE = "tls.tls13_intolerance"
ACCEPT = ("tls.version",)  # what the alert says
WORKS = {"direct": set()}
BROKEN = ()
