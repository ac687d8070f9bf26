# SPDX-License-Identifier: MIT
"""A bad radio link: a fifth of all TCP packets is lost, each way."""
from injections_path import lost

FAULTS = ("F02",)
INJECT = lost("FORWARD -i in -p tcp -m statistic --mode random --probability 0.2 -j DROP",
              "FORWARD -o in -p tcp -m statistic --mode random --probability 0.2 -j DROP")
CAUSE = "net.loss"
OPTIONS = ("--limit", 12)
