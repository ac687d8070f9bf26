# SPDX-License-Identifier: MIT
"""The firewall resets what the proxy sends to the hub's address."""
from injections import HUB, HUB6, firewall, only_by_proxy
from injections_proxy import NOT_DIRECT
from squids import squid_open

FAULTS = ("D16",)
INJECT = (only_by_proxy, firewall("iifname proxy ip daddr %s tcp dport 443 reject with tcp reset" % HUB, "iifname proxy ip6 daddr %s tcp dport 443 reject with tcp reset" % HUB6))
CAUSE = "proxy.upstream_blocked"
WORKS = {"direct": set(), "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = squid_open
