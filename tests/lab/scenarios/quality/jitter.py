# SPDX-License-Identifier: MIT
"""Packets take between 10 and 50 ms and overtake each other; all works."""
from injections_path import delayed

FAULTS = ("F05",)
INJECT = delayed(10, jitter=40)
CAUSE = None
