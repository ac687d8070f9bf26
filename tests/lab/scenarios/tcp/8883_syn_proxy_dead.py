# SPDX-License-Identifier: MIT
"""SYN protection answers for 8883, and what is behind it drops."""
from injections import ALL, cloud_input
from injections_path import syn_proxied

FAULTS = ("B13",)
INJECT = (syn_proxied(8883), cloud_input("tcp dport 8883 drop"))
CAUSE = "tcp.synproxy_silent"
WORKS = {"direct": ALL - {"mqtt"}}
