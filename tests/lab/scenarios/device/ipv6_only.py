# SPDX-License-Identifier: MIT
"""The device has IPv6 alone, and so have the services."""
from injections import resolvers
from injections_device import without_address
from lab import DNS6

INJECT = (without_address(4), resolvers(DNS6))
CAUSE = None
