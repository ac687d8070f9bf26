# SPDX-License-Identifier: MIT
"""No name has an IPv6 address (AAAA answers are empty), as Azure's."""
from injections_dns import asks_unbound

FAULTS = ("A07",)
INJECT = asks_unbound()
CAUSE = None
