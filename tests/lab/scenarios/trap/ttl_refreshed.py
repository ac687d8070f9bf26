# SPDX-License-Identifier: MIT
"""The router gives every packet a new time to live, as those for mobile networks do: no packet ever ends on the way."""
from injections_direct import ttl_refreshed

INJECT = ttl_refreshed
CAUSE = None
