# SPDX-License-Identifier: MIT
"""The firewall lets a device have three connections and rejects the fourth by ICMP."""
from injections_path import at_most

FAULTS = ("B19",)
INJECT = at_most(3, "reject with icmpx admin-prohibited")
CAUSE = "net.connection_limit"
