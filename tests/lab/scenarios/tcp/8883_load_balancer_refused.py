# SPDX-License-Identifier: MIT
"""A load balancer stands at the hub's 8883; its backend refuses, so it closes at once."""
from injections import ALL, HUB
from injections_path import load_balanced

FAULTS = ("B15",)
INJECT = load_balanced(8883, backend=("127.0.0.1", 9))
CAUSE = "tcp.closed_after_connect"
WORKS = {"direct": ALL - {"mqtt"}}
OPTIONS = ("--ipv4",)
