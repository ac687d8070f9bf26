# SPDX-License-Identifier: MIT
"""The firewall rejects by ICMP what a tinyproxy sends to 443."""
from injections import firewall, only_by_proxy
from proxies import tinyproxy_open

FAULTS = ("D18",)
INJECT = (only_by_proxy, firewall('iifname "proxy" oifname "out" tcp dport 443 reject with icmpx admin-prohibited'))
CAUSE = "proxy.upstream_blocked"
WORKS = {"direct": set(), "proxy": set()}
PROXY = tinyproxy_open
