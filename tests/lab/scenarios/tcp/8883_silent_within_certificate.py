# SPDX-License-Identifier: MIT
"""A box reads along at 8883 and says no more in the midst of the server's certificates, after 2,000 octets."""
from injections import ALL
from injections_direct import cutting

FAULTS = ("E05",)
INJECT = cutting("cut:2000:silence", 8883)
CAUSE = "net.cut_after_data"
ACCEPT = ("tcp.intercepted",)  # it answers for everybody
WHERE = ("firewall", "unknown")
WORKS = {"direct": ALL - {"mqtt"}}
OPTIONS = ("--ipv4",)
