# SPDX-License-Identifier: MIT
"""The firewall lets a device open ten connections a second and drops what is more."""
from injections_path import new_connections

FAULTS = ("B20",)
INJECT = new_connections(10, 5)
CAUSE = "net.rate_limit"
OPTIONS = ("--limit", 5)
