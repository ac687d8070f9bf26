# SPDX-License-Identifier: MIT
"""The device's uplink carries 64 kbit/s, its downlink is fast."""
from injections_path import throttled

FAULTS = ("F03",)
INJECT = throttled("out", "64kbit")
CAUSE = "net.slow_link"
OPTIONS = ("--limit", 12)
