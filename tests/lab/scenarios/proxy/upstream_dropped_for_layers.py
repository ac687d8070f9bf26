# SPDX-License-Identifier: MIT
"""The firewall drops what the proxy sends to the host of the registry's layers."""
from injections import DATA, DATA6, WEB, firewall, only_by_proxy
from injections_proxy import NOT_DIRECT
from squids import squid_open

FAULTS = ("D17", "E14")
INJECT = (only_by_proxy, firewall("iifname proxy ip daddr %s drop" % DATA, "iifname proxy ip6 daddr %s drop" % DATA6))
CAUSE = "proxy.upstream_blocked"
WHERE = "firewall"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = ("mcr_data", *NOT_DIRECT)
PROXY = squid_open
OPTIONS = ("--limit", 5)
