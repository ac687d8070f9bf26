# SPDX-License-Identifier: MIT
"""Traffic shaping gives MQTT 8 kbit/s and all else what it wants."""
from injections_path import throttled_port

FAULTS = ("F04",)
INJECT = throttled_port(8883, "8kbit")
CAUSE = "net.slow_link"
OPTIONS = ("--limit", 10)
