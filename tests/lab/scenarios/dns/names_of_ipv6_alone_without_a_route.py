# SPDX-License-Identifier: MIT
"""The resolver gives IPv6 addresses alone to a device that has no route for them."""
from injections_device import no_default_route
from injections_dns import dnsmasq

FAULTS = ("A03",)
INJECT = (dnsmasq("--filter-A"), *no_default_route(6))
CAUSE = "dns.filtered" # its own words (extended error 17)
WORKS = {"direct": set()}
