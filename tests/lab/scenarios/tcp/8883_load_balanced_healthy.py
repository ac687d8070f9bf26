# SPDX-License-Identifier: MIT
"""A load balancer stands at the hub's 8883 and passes everything on."""
from injections import HUB
from injections_path import load_balanced

INJECT = load_balanced(8883, backend=(HUB, 8883))
CAUSE = None
OPTIONS = ("--ipv4",)
