# SPDX-License-Identifier: MIT
"""The device's clock is two hours fast: certificates still hold, tokens are refused."""
from injections import clock

FAULTS = ("C17",)
INJECT = ()
CAUSE, WHERE = "host.clock_skew", "device"
OPTIONS, ENVIRONMENT = ("--ntp", "pool.ntp.org"), clock("+2h")
