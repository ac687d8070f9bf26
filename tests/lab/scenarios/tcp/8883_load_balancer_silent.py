# SPDX-License-Identifier: MIT
"""A load balancer stands at the hub's 8883; its backend does not answer."""
from injections import ALL
from injections_path import load_balanced

FAULTS = ("B16",)
INJECT = load_balanced(8883)
CAUSE = "tcp.synproxy_silent"
WORKS = {"direct": ALL - {"mqtt"}}
OPTIONS = ("--ipv4",)
