# SPDX-License-Identifier: MIT
"""The firewall takes ten new connections a second to the proxy, and drops others; the second attempt passes."""
from injections import WEB, only_by_proxy
from injections_offices import burst_to_proxy
from squids import squid_open

INJECT = (only_by_proxy, burst_to_proxy("10/second", 10))
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = squid_open
OPTIONS = ("--limit", 5)
