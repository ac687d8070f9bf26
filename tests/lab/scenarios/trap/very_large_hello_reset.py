# SPDX-License-Identifier: MIT
"""A box at all ports resets on a ClientHello of more than 900 octets; that of IoT Edge is smaller."""
from injections_reading import box
from injections_tls import HUB_PORTS

FAULTS = ("C11",)
INJECT = box(">900=end:reset", ports=HUB_PORTS)
CAUSE = None
