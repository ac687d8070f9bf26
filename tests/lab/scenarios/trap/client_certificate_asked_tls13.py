# SPDX-License-Identifier: MIT
"""The hub asks for a client certificate in TLS 1.3 and takes everybody without."""
from injections_reading import front
from injections_tls import HUB_PORTS

FAULTS = ("C20",)
INJECT = front("=tls:good+asks+1.3:relay", ports=HUB_PORTS)
CAUSE = None
