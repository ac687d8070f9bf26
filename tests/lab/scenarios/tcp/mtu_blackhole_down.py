# SPDX-License-Identifier: MIT
"""A tunnel in front of the device is narrower than its ends think, and its ICMP is dropped: long answers vanish."""
from injections_path import narrow

FAULTS = ("B23",)
INJECT = narrow("in", 1300)
CAUSE = "net.mtu_blackhole"
WORKS = {"direct": set()}
