# SPDX-License-Identifier: MIT
"""The firewall looks at a connection to 443 for 4,200 bytes, which is less than a handshake needs, and drops the rest."""
from injections_protocol import cut_after
from injections import PLAIN

FAULTS = ("E05",)
INJECT = cut_after(4200, "bytes", [443], "DROP")
CAUSE = "net.cut_after_data"
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
