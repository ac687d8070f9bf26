# SPDX-License-Identifier: MIT
"""The firewall rejects by ICMP what the proxy sends to 443."""
from injections import firewall, only_by_proxy
from squids import squid_open

FAULTS = ("D18",)
INJECT = (only_by_proxy, firewall('iifname "proxy" oifname "out" tcp dport 443 reject with icmpx admin-prohibited'))
CAUSE = "proxy.upstream_blocked"
WHERE = "firewall"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
