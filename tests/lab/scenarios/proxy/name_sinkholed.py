# SPDX-License-Identifier: MIT
"""The site's DNS has a policy address for the proxy's name."""
from injections import only_by_proxy
from injections_offices import dns_of_site
from lab import PROXY_NAME
from squids import squid_open

FAULTS = ("D01", "A14")
INJECT = (only_by_proxy, dns_of_site('local-data: "%s. 60 IN A 0.0.0.0"' % PROXY_NAME))
CAUSE = "proxy.dns"
ACCEPT = ("dns.sinkhole", "proxy.unreachable")  # what is asked there is the device itself
WHERE = ("resolver", "proxy", "device", "unknown")
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
