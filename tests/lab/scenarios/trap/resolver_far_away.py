# SPDX-License-Identifier: MIT
"""The resolver is 240 ms away; nothing else is wrong."""
from injections_dns import asks

INJECT = asks("slow:0.24")
CAUSE = None
