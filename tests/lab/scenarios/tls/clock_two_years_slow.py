# SPDX-License-Identifier: MIT
"""The device's clock is two years slow."""
from injections import clock

FAULTS = ("C17",)
INJECT = ()
CAUSE = "host.clock_skew"
WHERE = "device"
WORKS = {"direct": set()}
ENVIRONMENT = clock("-730d")
