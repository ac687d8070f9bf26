# SPDX-License-Identifier: MIT
"""The proxy rejects the device's login, and the site's DNS has a policy address for the hub."""
from injections import ALL
from injections_dns import redirecting
from injections_offices import dns_of_site
from injections_proxy import as_user
from lab import HUB_NAME
from squids import squid_basic

FAULTS = ("D08", "A14")
INJECT = dns_of_site(*redirecting(HUB_NAME, "0.0.0.0"), without=(HUB_NAME,))
CAUSE = "proxy.auth_failed"
ACCEPT = ("dns.sinkhole",)  # repairing either is enough
ALSO = ("dns.sinkhole", "proxy.auth_failed")
WORKS = {"direct": set(), "proxy": set()}
BROKEN = ("dps/proxy", "mcr/proxy", "mcr_data/proxy", "packages/proxy", "version_info/proxy")
PROXY = as_user(squid_basic, "edge", "not this one")
