# SPDX-License-Identifier: MIT
"""A link with 1.2 s for a round trip."""
from injections_path import delayed

FAULTS = ("F01",)
INJECT = delayed(600)
CAUSE = "net.latency"
OPTIONS = ("--limit", 8)
