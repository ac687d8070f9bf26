# SPDX-License-Identifier: MIT
"""A geostationary satellite: 600 ms for a round trip."""
from injections_path import delayed

FAULTS = ("F01",)
INJECT = delayed(300)
CAUSE = "net.latency"
OPTIONS = ("--limit", 5)
