# SPDX-License-Identifier: MIT
"""The firewall drops the proxy's questions to DNS."""
from injections import firewall, only_by_proxy
from squids import squid_open

FAULTS = ("D15",)
INJECT = (only_by_proxy, firewall('iifname "proxy" udp dport 53 drop', 'iifname "proxy" tcp dport 53 drop'))
CAUSE = "proxy.upstream_dns"
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
OPTIONS = ("--limit", 5)
