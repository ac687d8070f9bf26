# SPDX-License-Identifier: MIT
"""The site's DNS fails for the proxy's name alone."""
from injections import only_by_proxy
from injections_dns import asks
from lab import PROXY_NAME
from squids import squid_open

FAULTS = ("D01", "A05")
INJECT = (only_by_proxy, asks("servfail", PROXY_NAME))
CAUSE = "proxy.dns"
ACCEPT = ("dns.servfail",)  # the same, in DNS's words
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
