# SPDX-License-Identifier: MIT
"""A box takes connections to 443 of everybody, reads the hello, and resets 1.1 s later."""
from injections import PLAIN
from injections_direct import cutting

FAULTS = ("B15", "B12")
INJECT = cutting("reset:1.1", 443, families="ip ip6")
CAUSE = "tcp.closed_after_connect"
ACCEPT = ("tcp.intercepted",)  # it answers for everybody
WHERE = ("firewall", "unknown")
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
