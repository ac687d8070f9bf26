# SPDX-License-Identifier: MIT
"""A quarter of what the device receives is lost; what it sends is not."""
from injections_path import lost

FAULTS = ("F02",)
INJECT = lost("FORWARD -o in -p tcp -m statistic --mode random --probability 0.25 -j DROP")
CAUSE = "net.loss"
OPTIONS = ("--limit", 12)
