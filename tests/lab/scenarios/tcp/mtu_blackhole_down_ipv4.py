# SPDX-License-Identifier: MIT
"""The same on a network without IPv6, in a tunnel of 1200 bytes."""
from injections_path import narrow

FAULTS = ("B23",)
INJECT = narrow("in", 1200, families=(4,))
CAUSE = "net.mtu_blackhole"
WORKS = {"direct": set()}
OPTIONS = ("--ipv4",)
