# SPDX-License-Identifier: MIT
"""The firewall resets what a SOCKS proxy sends to 443."""
from injections import firewall, only_by_proxy
from proxies import dante_open

FAULTS = ("D34", "D16")
INJECT = (only_by_proxy, firewall('iifname "proxy" oifname "out" tcp dport 443 reject with tcp reset'))
CAUSE = "proxy.upstream_blocked"
ACCEPT = ("proxy.kind_unsupported",)  # IoT Edge has no SOCKS either way
WORKS = {"direct": set(), "proxy": set()}
PROXY = dante_open
