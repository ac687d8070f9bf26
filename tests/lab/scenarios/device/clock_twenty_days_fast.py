# SPDX-License-Identifier: MIT
"""The device's clock is twenty days fast; no certificate has expired by then."""
from injections import clock

FAULTS = ("C17",)
INJECT = ()
CAUSE = "host.clock_skew"
WHERE = "device"
ENVIRONMENT = clock("+20d")
