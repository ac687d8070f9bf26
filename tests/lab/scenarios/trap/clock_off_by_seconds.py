# SPDX-License-Identifier: MIT
"""The device's clock is 6 s fast: nobody minds (`iotedge check` warns from 10 s on)."""
from injections import clock

INJECT = ()
CAUSE = None
ENVIRONMENT = clock("+6s")
