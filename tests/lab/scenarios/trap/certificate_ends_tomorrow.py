# SPDX-License-Identifier: MIT
"""The hub's certificate is valid until tomorrow."""
from injections_reading import front
from injections_tls import HUB_PORTS

INJECT = front("=tls:tomorrow:relay", ports=HUB_PORTS)
CAUSE = None
