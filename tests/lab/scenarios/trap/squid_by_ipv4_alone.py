# SPDX-License-Identifier: MIT
"""The firewall drops the proxy's IPv6 to the cloud; it gets out by IPv4."""
from injections import WEB, only_by_proxy
from injections_sites import from_proxy
from squids import squid_open

INJECT = (only_by_proxy, from_proxy("meta nfproto ipv6 reject with tcp reset"))
CAUSE = None
WORKS = {"direct": set(), "proxy": WEB}
PROXY = squid_open
