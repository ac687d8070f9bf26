# SPDX-License-Identifier: MIT
"""A box resets connections to 8883 at the age of 3 s."""
from injections_reading import box

FAULTS = ("D31",)
INJECT = box("=aged:reset:3", ports=(8883,))
CAUSE = "net.idle_timeout"
ACCEPT = ("net.lifetime_limit",)  # silent or old, they end
SEVERITY = "warning"
OPTIONS = ("--hold", 6)
