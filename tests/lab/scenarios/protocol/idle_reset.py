# SPDX-License-Identifier: MIT
"""The firewall forgets connections that are silent for 3 s, and resets them when they are used again."""
from injections_protocol import HUB_PORTS, forgets

FAULTS = ("E03",)
INJECT = forgets(3, *HUB_PORTS, then="reject with tcp reset")
CAUSE = "net.idle_timeout"
SEVERITY = "warning"
OPTIONS = ("--hold", 6)
