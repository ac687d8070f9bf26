# SPDX-License-Identifier: MIT
"""The firewall drops NTP; the device's clock is still right."""
from injections import firewall

FAULTS = ("F09",)
INJECT = firewall("udp dport 123 drop")
CAUSE, SEVERITY = "host.ntp_blocked", "note"
BROKEN = ("ntp",)
OPTIONS = ("--ntp", "pool.ntp.org")
