# SPDX-License-Identifier: MIT
"""The firewall lets a device have five connections and rejects the sixth as iptables does by default."""
from injections_path import at_most

FAULTS = ("B19",)
INJECT = at_most(5, "reject with icmpx port-unreachable")
CAUSE = "net.connection_limit"
