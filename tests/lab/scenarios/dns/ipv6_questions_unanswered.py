# SPDX-License-Identifier: MIT
"""The resolver answers no question for an IPv6 address (an old load balancer)."""
from injections_dns import asks

FAULTS = ("A12",)
INJECT = asks("aaaa-silent")
CAUSE = "dns.aaaa_timeout"
WHERE, BOX = ("resolver", "unknown"), None # a firewall that drops these questions looks the same
SEVERITY = "warning"
