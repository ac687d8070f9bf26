# SPDX-License-Identifier: MIT
"""A box takes connections to 8883 of everybody, reads the hello, and closes 0.8 s later."""
from injections import ALL
from injections_direct import cutting

FAULTS = ("B15", "B12")
INJECT = cutting("close:0.8", 8883, families="ip ip6")
CAUSE = "tcp.closed_after_connect"
ACCEPT = ("tcp.intercepted",)  # it answers for everybody
WHERE = ("firewall", "unknown")
WORKS = {"direct": ALL - {"mqtt"}}
