# SPDX-License-Identifier: MIT
"""The firewall resets what the proxy sends to 443."""
from injections import firewall, only_by_proxy
from squids import squid_open

FAULTS = ("D16",)
INJECT = (only_by_proxy, firewall('iifname "proxy" oifname "out" tcp dport 443 reject with tcp reset'))
CAUSE = "proxy.upstream_blocked"
WHERE = "firewall"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
