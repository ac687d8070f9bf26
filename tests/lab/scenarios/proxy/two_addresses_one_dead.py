# SPDX-License-Identifier: MIT
"""The proxy's name has two addresses, and nobody has the first."""
from injections import GATEWAY_IN, WEB, only_by_proxy
from injections_offices import dns_of_site
from lab import PROXY as PROXY_ADDRESS
from lab import PROXY_NAME
from squids import squid_open

FAULTS = ("D02", "B10")
INJECT = (only_by_proxy, dns_of_site('local-data: "%s. 300 IN A 192.0.2.200"' % PROXY_NAME, 'local-data: "%s. 300 IN A %s"' % (PROXY_NAME, PROXY_ADDRESS)))
CAUSE = "proxy.unreachable"
ACCEPT = ("tcp.one_of_two_dead",)  # one of its addresses
SEVERITY = "warning"
WHERE = ("proxy", "firewall", "resolver", "unknown")
BOX = GATEWAY_IN  # it tells that nobody is there
WORKS = {"direct": set(), "proxy": WEB}
PROXY = squid_open
OPTIONS = ("--limit", 4)
