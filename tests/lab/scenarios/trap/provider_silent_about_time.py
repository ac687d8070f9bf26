# SPDX-License-Identifier: MIT
"""The second router on the way never tells that a packet's time to live was over."""
from injections_provider import provider

INJECT = provider(silent=True)
CAUSE = None
