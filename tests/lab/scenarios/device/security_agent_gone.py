# SPDX-License-Identifier: MIT
"""The device's own rules lead 8883 to a security agent on it, which does not run."""
from injections import ALL
from injections_direct import agent_gone

FAULTS = ("B08",)
INJECT = agent_gone(8883)
CAUSE = "host.local_firewall"
ACCEPT = ("tcp.reset",)  # nobody but the device's administrator sees the rule
WHERE, BOX = ("device", "unknown"), None
WORKS = {"direct": ALL - {"mqtt"}}
