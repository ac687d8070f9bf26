# SPDX-License-Identifier: MIT
"""The firewall lets NTP out, and the device's clock is right."""
INJECT = ()
CAUSE = None
OPTIONS = ("--ntp", "pool.ntp.org")
