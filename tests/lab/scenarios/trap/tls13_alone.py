# SPDX-License-Identifier: MIT
"""The hub speaks TLS 1.3 and nothing older."""
from injections_reading import front
from injections_tls import HUB_PORTS

INJECT = front("=tls:good+1.3:relay", ports=HUB_PORTS)
CAUSE = None
