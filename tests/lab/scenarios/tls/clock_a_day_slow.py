# SPDX-License-Identifier: MIT
"""The device's clock is a day slow, on the day on which the services renewed their certificates."""
from injections import clock

FAULTS = ("C17",)
INJECT = ()
CAUSE = "host.clock_skew"
WHERE = "device"
WORKS = {"direct": set()}
ENVIRONMENT = clock("-1d")
