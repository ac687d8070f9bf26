# SPDX-License-Identifier: MIT
"""The firewall lets a device have sixty connections."""
from injections_path import at_most

INJECT = at_most(60, "reject with icmpx admin-prohibited")
CAUSE = None
