# SPDX-License-Identifier: MIT
"""IPv6 goes through a tunnel of 1280 octets that says so; IPv4 is wide."""
from injections_path import narrow

INJECT = (narrow("in", 1280, told=True, families=(6,)), narrow("out", 1280, told=True, families=(6,)))
CAUSE = None
