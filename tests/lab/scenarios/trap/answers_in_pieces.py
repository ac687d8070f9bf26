# SPDX-License-Identifier: MIT
"""A box passes on what the cloud answers in pieces of 90 octets."""
from injections_reading import box
from injections_tls import HUB_PORTS

INJECT = box("=pieces:90", ports=HUB_PORTS)
CAUSE = None
