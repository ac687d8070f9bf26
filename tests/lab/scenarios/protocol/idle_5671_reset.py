# SPDX-License-Identifier: MIT
"""The firewall forgets silent connections to 5671 after 3 s and resets what comes later."""
from injections_protocol import forgets

FAULTS = ("E03",)
INJECT = (forgets(3, 5671, then="meta l4proto tcp reject with tcp reset"),)
CAUSE = "net.idle_timeout"
SEVERITY = "warning"
OPTIONS = ("--hold", 6)
