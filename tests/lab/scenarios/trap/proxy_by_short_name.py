# SPDX-License-Identifier: MIT
"""The proxy is written with its short name, which the search domain completes."""
from injections import WEB, only_by_proxy
from injections_offices import dns_of_site, written
from squids import squid_open

INJECT = (only_by_proxy, dns_of_site())
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = written(squid_open, "proxy")
