# SPDX-License-Identifier: MIT
"""The firewall drops time servers' answers, and the device's clock is right by other means."""
from injections import firewall

FAULTS = ("F09",)
INJECT = firewall("udp sport 123 drop")
CAUSE = None
OPTIONS = ("--ntp", "pool.ntp.org")
BROKEN = ("ntp",)
