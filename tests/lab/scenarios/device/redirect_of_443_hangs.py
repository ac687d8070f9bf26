# SPDX-License-Identifier: MIT
"""The device's own rules lead 443 to a program on it that accepts and hangs; MQTT and AMQP pass."""
from injections import PLAIN
from injections_direct import agent

FAULTS = ("B12", "B08")
INJECT = agent("close:60", 443)
CAUSE = "tcp.intercepted"
ACCEPT = ("host.local_firewall",)
WHERE, BOX = ("device", "unknown"), None
WORKS, BROKEN = {"direct": PLAIN}, ("dps", "mcr", "mcr_data", "packages", "version_info")
