# SPDX-License-Identifier: MIT
"""Every second connection attempt is lost once."""
from injections_path import lost

FAULTS = ("F02",)
INJECT = lost("FORWARD -i in -p tcp --syn -m statistic --mode nth --every 2 --packet 0 -j DROP")
CAUSE = "net.loss"
OPTIONS = ("--limit", 5)
