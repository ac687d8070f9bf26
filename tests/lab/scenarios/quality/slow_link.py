# SPDX-License-Identifier: MIT
"""A link of 128 kbit/s."""
from injections_path import throttled

FAULTS = ("F03",)
INJECT = throttled("in", "128kbit")
CAUSE = "net.slow_link"
OPTIONS = ("--limit", 12)
