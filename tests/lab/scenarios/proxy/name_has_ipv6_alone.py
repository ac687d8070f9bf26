# SPDX-License-Identifier: MIT
"""The proxy's name has an IPv6 address alone, and the device has no IPv6."""
from injections import only_by_proxy
from injections_device import without_address
from injections_offices import dns_of_site
from lab import PROXY6, PROXY_NAME
from squids import squid_open

FAULTS = ("D02", "B11")
INJECT = (only_by_proxy, without_address(6), dns_of_site('local-data: "%s. 300 IN AAAA %s"' % (PROXY_NAME, PROXY6)))
CAUSE = "proxy.unreachable"
ACCEPT = ("proxy.dns", "host.no_route", "net.ipv6_broken")  # no address of it that this device can use, no way of IPv6
WHERE = ("device", "proxy", "local_network", "resolver", "unknown")
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
