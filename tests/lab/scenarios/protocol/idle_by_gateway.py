# SPDX-License-Identifier: MIT
"""A transparent gateway ends connections to 443 that are silent for 3 s."""
from injections_sites import name_gateway

FAULTS = ("D30",)
INJECT = name_gateway("reject", ".video.example", idle=3)
CAUSE = "net.idle_timeout"
SEVERITY = "warning"
OPTIONS = ("--ipv4", "--hold", 6)
