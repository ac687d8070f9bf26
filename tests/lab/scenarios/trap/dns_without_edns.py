# SPDX-License-Identifier: MIT
"""The resolver is old and answers only questions without EDNS, which every program asks in the end."""
from injections_dns import asks

INJECT = asks("no-edns")
CAUSE = None
