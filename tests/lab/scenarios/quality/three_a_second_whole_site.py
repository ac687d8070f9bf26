# SPDX-License-Identifier: MIT
"""The firewall lets a device open three connections a second and drops what is more; the site has a registry and storage, too."""
from injections_path import new_connections

FAULTS = ("B20",)
INJECT = new_connections(3, 3)
CAUSE = "net.rate_limit"
ACCEPT = ("net.connection_limit",) # a burst of three, all at once
OPTIONS = ("--registry", "contoso", "--storage", "contoso", "--limit", 5)
