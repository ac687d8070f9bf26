# SPDX-License-Identifier: MIT
"""A transparent gateway ends connections to 5671 and 8883 at the age of 4 s."""
from injections_reading import box

FAULTS = ("D31",)
INJECT = box("=aged:close:4", ports=(5671, 8883))
CAUSE = "net.idle_timeout"
ACCEPT = ("net.lifetime_limit",)  # silent or old, they end
SEVERITY = "warning"
OPTIONS = ("--hold", 7)
