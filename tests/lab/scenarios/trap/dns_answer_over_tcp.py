# SPDX-License-Identifier: MIT
"""Every DNS answer is too large for UDP and comes over TCP."""
from injections_dns import asks

INJECT = asks("too-large")
CAUSE = None
