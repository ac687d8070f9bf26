# SPDX-License-Identifier: MIT
"""A load balancer stands at the hub's 443; its backend does not answer."""
from injections import PLAIN
from injections_path import load_balanced

FAULTS = ("B16",)
INJECT = load_balanced(443)
CAUSE = "tcp.synproxy_silent"
WORKS, BROKEN = {"direct": PLAIN}, ()
OPTIONS = ("--ipv4",)
