# SPDX-License-Identifier: MIT
"""The firewall looks at a connection to 443 for 4,800 bytes, and drops the rest: it does not know the application."""
from injections_protocol import cut_after
from injections import PLAIN

FAULTS = ("E05",)
INJECT = cut_after(4800, "bytes", [443], "DROP")
CAUSE = "net.cut_after_data"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
