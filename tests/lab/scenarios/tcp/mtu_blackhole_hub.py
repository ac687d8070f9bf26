# SPDX-License-Identifier: MIT
"""Only the way back from the hub leads through a narrow tunnel whose ICMP is dropped."""
from injections_path import narrow_from_hub

FAULTS = ("B23",)
INJECT = narrow_from_hub(1300)
CAUSE = "net.mtu_blackhole"
WORKS, BROKEN = {"direct": set()}, ()
OPTIONS = ("--ipv4",)
