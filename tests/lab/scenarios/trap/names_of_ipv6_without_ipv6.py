# SPDX-License-Identifier: MIT
"""Names have IPv6 addresses, and the device's network has no IPv6."""
from injections_device import without_address

INJECT = without_address(6)
CAUSE = None
