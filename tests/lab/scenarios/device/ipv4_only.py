# SPDX-License-Identifier: MIT
"""The device has IPv4 alone; the services have both."""
from injections_device import without_address

INJECT = without_address(6)
CAUSE = None
