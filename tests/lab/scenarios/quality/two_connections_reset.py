# SPDX-License-Identifier: MIT
"""The firewall lets a device have two connections and resets the third."""
from injections_path import at_most

FAULTS = ("B19",)
INJECT = at_most(2, "reject with tcp reset")
CAUSE = "net.connection_limit"
