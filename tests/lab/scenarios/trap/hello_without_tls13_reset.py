# SPDX-License-Identifier: MIT
"""A box at every port resets hellos that do not offer TLS 1.3; those of IoT Edge do."""
from injections_reading import box
from injections_tls import HUB_PORTS

INJECT = box("1.2=end:reset", ports=HUB_PORTS)
CAUSE = None
