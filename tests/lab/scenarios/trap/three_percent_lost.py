# SPDX-License-Identifier: MIT
"""Every 33rd packet is lost, each way, as on a mobile network."""
from injections_path import lost

INJECT = lost("FORWARD -i in -p tcp -m statistic --mode nth --every 33 --packet 7 -j DROP", "FORWARD -o in -p tcp -m statistic --mode nth --every 33 --packet 19 -j DROP")
CAUSE, SEVERITY = "net.loss", "note" # nothing fails and little is late
ACCEPT = (None,)
OPTIONS = ("--limit", 5)
