# SPDX-License-Identifier: MIT
"""The firewall forgets silent connections to 443 and 8883 after 2 s and resets what comes later."""
from injections_protocol import forgets

FAULTS = ("E03",)
INJECT = forgets(2, 443, 8883, then="reject with tcp reset")
CAUSE = "net.idle_timeout"
SEVERITY = "warning"
OPTIONS = ("--hold", 5)
