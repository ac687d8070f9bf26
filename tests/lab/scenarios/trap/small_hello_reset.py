# SPDX-License-Identifier: MIT
"""A box at every port resets hellos without a server name."""
from injections_reading import box
from injections_tls import HUB_PORTS

INJECT = box("none=end:reset", ports=HUB_PORTS)
CAUSE = None
