# SPDX-License-Identifier: MIT
"""The hub's servers take 0.9 s for the first byte of their TLS."""
from injections_reading import front
from injections_tls import HUB_PORTS

INJECT = front("=slow:0.9", ports=HUB_PORTS)
CAUSE = None
