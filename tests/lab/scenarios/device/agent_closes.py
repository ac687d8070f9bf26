# SPDX-License-Identifier: MIT
"""The device's own rules lead 5671 to an agent on it, which reads the first bytes and closes, a second later."""
from injections import ALL
from injections_direct import agent

FAULTS = ("B12", "B14")
INJECT = agent("close:1", 5671)
CAUSE = "tcp.intercepted"
WHERE, BOX = "device", None
WORKS = {"direct": ALL - {"amqp"}}
