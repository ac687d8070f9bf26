# SPDX-License-Identifier: MIT
"""The firewall drops what a tinyproxy sends to 443; it waits longer than we do."""
from injections import firewall, only_by_proxy
from proxies import tinyproxy_open

FAULTS = ("D17",)
INJECT = (only_by_proxy, firewall('iifname "proxy" oifname "out" tcp dport 443 drop'))
CAUSE = "proxy.upstream_blocked"
WORKS = {"direct": set(), "proxy": set()}
PROXY = tinyproxy_open
OPTIONS = ("--limit", 5)
