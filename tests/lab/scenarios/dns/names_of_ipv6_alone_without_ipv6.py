# SPDX-License-Identifier: MIT
"""The resolver gives IPv6 addresses alone to a device that has IPv4 alone."""
from injections_device import without_address
from injections_dns import dnsmasq

FAULTS = ("A03",)
INJECT = (dnsmasq("--filter-A"), without_address(6))
CAUSE = "dns.filtered" # its own words (extended error 17)
WORKS = {"direct": set()}
