# SPDX-License-Identifier: MIT
"""The firewall forgets silent connections to 8883 after 3 s, and rejects what comes later by ICMP, port unreachable."""
from injections_protocol import forgets

FAULTS = ("E03",)
INJECT = forgets(3, 8883, then="reject")
CAUSE = "net.idle_timeout"
SEVERITY = "warning"
OPTIONS = ("--hold", 6)
