# SPDX-License-Identifier: MIT
"""The firewall lets a device open ten connections a second, no two at once, and drops what is more."""
from injections_path import new_connections

FAULTS = ("B20",)
INJECT = new_connections(10, 1)
CAUSE = "net.rate_limit"
ACCEPT = ("net.connection_limit", "net.loss")
OPTIONS = ("--limit", 5)
