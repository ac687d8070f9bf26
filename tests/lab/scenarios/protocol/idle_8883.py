# SPDX-License-Identifier: MIT
"""The firewall forgets silent connections to 8883 after 3 s; those to 443 stay."""
from injections_protocol import forgets

FAULTS = ("E01", "E12")
INJECT = forgets(3, 8883)
CAUSE = "net.idle_timeout"
SEVERITY = "warning"
OPTIONS = ("--hold", 6)
