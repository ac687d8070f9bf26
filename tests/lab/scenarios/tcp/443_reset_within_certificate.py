# SPDX-License-Identifier: MIT
"""A box reads along at 443 and resets in the midst of the server's certificates, after 2,000 octets."""
from injections import PLAIN
from injections_direct import cutting

FAULTS = ("E05",)
INJECT = cutting("cut:2000:reset", 443)
CAUSE = "net.cut_after_data"
ACCEPT = ("tcp.intercepted",)  # it answers for everybody
WHERE = ("firewall", "unknown")
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
OPTIONS = ("--ipv4",)
