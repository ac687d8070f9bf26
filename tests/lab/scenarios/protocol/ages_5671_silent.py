# SPDX-License-Identifier: MIT
"""A box falls silent in connections to 5671 at the age of 3 s."""
from injections_reading import box

FAULTS = ("D31",)
INJECT = box("=aged:silent:3", ports=(5671,))
CAUSE = "net.idle_timeout"
ACCEPT = ("net.lifetime_limit",)  # silent or old, they end
SEVERITY = "warning"
OPTIONS = ("--hold", 6)
