# SPDX-License-Identifier: MIT
"""A tunnel in front of the device is narrow and says so by ICMP, as it should."""
from injections_path import narrow

FAULTS = ("B25",)
INJECT = narrow("in", 1300, told=True)
CAUSE = None
