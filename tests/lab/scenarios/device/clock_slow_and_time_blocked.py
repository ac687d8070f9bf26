# SPDX-License-Identifier: MIT
"""The device's clock is two years slow, because the firewall drops NTP."""
from injections import clock, firewall

FAULTS = ("C17", "F09")
INJECT = firewall("udp dport 123 drop")
CAUSE = "host.clock_skew"
ALSO = ("host.ntp_blocked",)
WORKS, BROKEN = {"direct": set()}, ("dps", "mcr", "mcr_data", "packages", "version_info", "ntp")
OPTIONS, ENVIRONMENT = ("--ntp", "pool.ntp.org"), clock("-730d")
