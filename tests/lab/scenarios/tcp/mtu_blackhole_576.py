# SPDX-License-Identifier: MIT
"""An old radio link takes packets of 576 octets and says so to nobody."""
from injections_path import narrow

FAULTS = ("B23", "B24")
INJECT = (narrow("in", 576, families=(4,)), narrow("out", 576, families=(4,)))
CAUSE = "net.mtu_blackhole"
WORKS = {"direct": set()}
OPTIONS = ("--ipv4",)
