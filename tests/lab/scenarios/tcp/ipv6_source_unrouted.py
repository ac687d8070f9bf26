# SPDX-License-Identifier: MIT
"""The device has an IPv6 address that nobody routes back to: no answer ever finds it."""
from injections import ip

FAULTS = ("B11",)
INJECT = ip("cloud", "-6 route add blackhole 2001:db8:1::/64", "-6 route del blackhole 2001:db8:1::/64")
CAUSE = "net.ipv6_broken"
