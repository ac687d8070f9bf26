# SPDX-License-Identifier: MIT
"""A box takes every hello to 443 and resets after 0.8 s."""
from injections import PLAIN
from injections_reading import box

FAULTS = ("B15",)
INJECT = box("=late:reset:0.8")
CAUSE = "tcp.closed_after_connect"
ACCEPT = ("tcp.intercepted",)  # the box answers for everybody
WORKS = {"direct": PLAIN}
BROKEN = ("dps", "mcr", "mcr_data", "packages", "version_info")
