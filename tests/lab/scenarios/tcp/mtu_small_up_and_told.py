# SPDX-License-Identifier: MIT
"""A tunnel behind the firewall is narrow and says so by ICMP, as it should."""
from injections_path import narrow

FAULTS = ("B25",)
INJECT = narrow("out", 1300, told=True)
CAUSE = None
