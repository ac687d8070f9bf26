# SPDX-License-Identifier: MIT
"""The proxy is written with its IPv6 address."""
from injections import PROXY6, WEB, only_by_proxy
from proxies import port_of
from squids import squid_open

INJECT = only_by_proxy
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = lambda site: "http://[%s]:%d" % (PROXY6, port_of(squid_open(site)))
