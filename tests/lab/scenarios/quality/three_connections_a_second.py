# SPDX-License-Identifier: MIT
"""The firewall lets a device open three connections a second and drops what is more."""
from injections_path import new_connections

FAULTS = ("B20",)
INJECT = new_connections(3, 3)
CAUSE = "net.rate_limit"
OPTIONS = ("--limit", 5)
