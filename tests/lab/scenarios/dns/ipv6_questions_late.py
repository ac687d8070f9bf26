# SPDX-License-Identifier: MIT
"""The resolver answers questions for IPv6 addresses after 1.4 s, and for IPv4 addresses at once: programs wait for both."""
from injections_direct import more_dns

FAULTS = ("A11", "A12")
INJECT = more_dns("late-aaaa:1.4")
CAUSE, SEVERITY = "dns.slow", "warning"
ACCEPT = ("dns.aaaa_timeout",)
