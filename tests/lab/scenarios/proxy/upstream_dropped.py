# SPDX-License-Identifier: MIT
"""The firewall drops what the proxy sends to 443."""
from injections import firewall, only_by_proxy
from squids import squid_open

FAULTS = ("D17",)
INJECT = (only_by_proxy, firewall('iifname "proxy" oifname "out" tcp dport 443 drop'))
CAUSE = "proxy.upstream_blocked"
WHERE = "firewall"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
OPTIONS = ("--limit", 5)
