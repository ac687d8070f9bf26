# SPDX-License-Identifier: MIT
"""A link of 240 ms for a round trip, in which packets overtake each other."""
from injections_path import delayed

INJECT = delayed(100, jitter=40)
CAUSE = None
OPTIONS = ("--limit", 4)
