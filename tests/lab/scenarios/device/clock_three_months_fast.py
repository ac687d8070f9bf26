# SPDX-License-Identifier: MIT
"""The device's clock is three months fast."""
from injections import clock

FAULTS = ("C17",)
INJECT = ()
CAUSE, WHERE = "host.clock_skew", "device"
WORKS = {"direct": set()}
ENVIRONMENT = clock("+90d")
