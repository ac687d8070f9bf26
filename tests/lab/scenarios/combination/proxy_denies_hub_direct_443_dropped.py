# SPDX-License-Identifier: MIT
"""The proxy denies the hub, and directly the firewall drops 443 and lets 5671 and 8883 through."""
from injections import PLAIN, firewall
from injections_proxy import NOT_DIRECT
from injections_sites import product

FAULTS = ("D13", "B09")
INJECT = firewall('iifname "in" oifname "out" tcp dport 443 drop')
CAUSE = "tcp.drop"
ALSO = ("proxy.connect_denied_host",)
ACCEPT = ("proxy.connect_denied_host",)  # repairing either helps
WORKS = {"direct": PLAIN, "proxy": set()}
BROKEN = NOT_DIRECT
PROXY = product("policy-403")
