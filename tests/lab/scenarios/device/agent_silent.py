# SPDX-License-Identifier: MIT
"""The device's own rules lead 8883 to a security agent on it, which takes connections and says nothing."""
from injections import ALL
from injections_direct import agent

FAULTS = ("B12",)
INJECT = agent("close:60", 8883)
CAUSE = "tcp.intercepted"
WHERE, BOX = "device", None
WORKS = {"direct": ALL - {"mqtt"}}
