# SPDX-License-Identifier: MIT
"""The firewall leads 443 to its transparent proxy, whose process is gone: its resets come from one hop away, as the device's own would."""
from injections import PLAIN, SERVICES
from injections_path import redirected_to_nothing

FAULTS = ("B01",)
INJECT = redirected_to_nothing(443)
CAUSE, WHERE = "tcp.reset", "firewall"
WORKS, BROKEN = {"direct": PLAIN}, tuple(SERVICES)
