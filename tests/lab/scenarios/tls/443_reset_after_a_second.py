# SPDX-License-Identifier: MIT
"""A box resets connections to the hub's 443 at the age of half a second."""
from injections_reading import box

FAULTS = ("D31",)
INJECT = box("contoso=aged:reset:0.5")
CAUSE = "net.lifetime_limit"
ACCEPT = ("net.idle_timeout",)  # silent or old, they end
SEVERITY = "warning"
OPTIONS = ("--hold", 4)
