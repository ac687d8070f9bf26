# SPDX-License-Identifier: MIT
"""A quarter of what the device sends is lost; what it receives is not."""
from injections_path import lost

FAULTS = ("F02",)
INJECT = lost("FORWARD -i in -p tcp -m statistic --mode random --probability 0.25 -j DROP")
CAUSE = "net.loss"
OPTIONS = ("--limit", 12)
