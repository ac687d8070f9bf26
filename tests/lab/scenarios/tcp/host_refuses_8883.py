# SPDX-License-Identifier: MIT
"""Nothing on the way: the hub's own host refuses 8883. From here that looks like a box right before it."""
from injections import ALL, cloud_input

FAULTS = ("B01",)
INJECT = cloud_input("tcp dport 8883 reject with tcp reset")
CAUSE = "tcp.reset"
WHERE = "unknown"
WORKS = {"direct": ALL - {"mqtt"}}
