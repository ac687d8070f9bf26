# SPDX-License-Identifier: MIT
"""The device's clock is in 1970, as after a dead battery."""
from injections import clock

FAULTS = ("C17",)
INJECT = ()
CAUSE, WHERE = "host.clock_skew", "device"
WORKS = {"direct": set()}
ENVIRONMENT = clock("@1970-01-01 00:10:00")
