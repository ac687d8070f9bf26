# SPDX-License-Identifier: MIT
"""The resolver gives IPv6 addresses alone, and IPv6 works."""
from injections_dns import dnsmasq

INJECT = dnsmasq("--filter-A")
CAUSE = None
