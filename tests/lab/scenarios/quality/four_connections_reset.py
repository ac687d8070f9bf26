# SPDX-License-Identifier: MIT
"""The firewall lets a device have four connections and resets the fifth."""
from injections_path import at_most

FAULTS = ("B19",)
INJECT = at_most(4, "reject with tcp reset")
CAUSE = "net.connection_limit"
