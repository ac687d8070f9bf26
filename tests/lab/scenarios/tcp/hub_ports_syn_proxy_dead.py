# SPDX-License-Identifier: MIT
"""SYN protection answers for all the hub's ports, and the firewall behind it drops."""
from injections import cloud_input
from injections_path import syn_proxied

FAULTS = ("B13",)
INJECT = (syn_proxied(443, 5671, 8883), cloud_input("tcp dport { 443, 5671, 8883 } drop"))
CAUSE = "tcp.synproxy_silent"
WORKS = {"direct": set()}
