# SPDX-License-Identifier: MIT
"""The firewall lets a device have four connections and drops the fifth."""
from injections_path import at_most

FAULTS = ("B19",)
INJECT = at_most(4, "drop")
CAUSE = "net.connection_limit"
ACCEPT = ("net.rate_limit",) # dropped attempts look alike whether their rate or their number is limited
