# SPDX-License-Identifier: MIT
"""The firewall between device and proxy rejects its port, and says so by ICMP."""
from injections import GATEWAY_IN, GATEWAY_IN6, firewall, only_by_proxy
from squids import squid_open

FAULTS = ("D02", "B03")
INJECT = (only_by_proxy, firewall('iifname "in" oifname "proxy" meta l4proto tcp reject with icmpx admin-prohibited'))
CAUSE = "proxy.unreachable"
WHERE = "firewall"
BOX = (GATEWAY_IN, GATEWAY_IN6)
WORKS = {"direct": set(), "proxy": set()}
PROXY = squid_open
