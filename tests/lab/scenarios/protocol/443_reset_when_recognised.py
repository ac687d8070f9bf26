# SPDX-License-Identifier: MIT
"""The firewall looks at a few packets of each connection to 443, knows no application in them, and resets it."""
from injections import PLAIN
from injections_protocol import RESET, cut_after

FAULTS = ("E06",)
INJECT = cut_after(6, "packets", [443], RESET)
CAUSE = "net.cut_after_data"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
