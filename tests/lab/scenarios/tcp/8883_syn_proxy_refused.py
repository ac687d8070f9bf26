# SPDX-License-Identifier: MIT
"""SYN protection answers for 8883, and what is behind it refuses."""
from injections import ALL, cloud_input
from injections_path import syn_proxied

FAULTS = ("B14",)
INJECT = (syn_proxied(8883), cloud_input("tcp dport 8883 reject with tcp reset"))
CAUSE = "tcp.closed_after_connect"
WORKS = {"direct": ALL - {"mqtt"}}
