# SPDX-License-Identifier: MIT
"""The device's clock is an hour slow, and the services renewed their certificates within it."""
from injections import clock

FAULTS = ("C17",)
INJECT = ()
CAUSE = "host.clock_skew"
WHERE = "device"
WORKS = {"direct": set()}
ENVIRONMENT = clock("-1h")
