# SPDX-License-Identifier: MIT
"""The device's own rules lead 5671 to a security agent on it, which takes connections and says nothing."""
from injections import ALL
from injections_direct import agent

FAULTS = ("B08", "B12")
INJECT = agent("silent", 5671)
CAUSE = "tcp.intercepted"
ACCEPT = ("host.local_firewall",)
WHERE, BOX = ("device", "unknown"), None
WORKS = {"direct": ALL - {"amqp"}}
