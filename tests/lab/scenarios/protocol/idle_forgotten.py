# SPDX-License-Identifier: MIT
"""The firewall forgets connections that are silent for 3 s, and drops what comes later."""
from injections_protocol import HUB_PORTS, forgets

FAULTS = ("E01",)
INJECT = forgets(3, *HUB_PORTS)
CAUSE = "net.idle_timeout"
SEVERITY = "warning"
OPTIONS = ("--hold", 6)
