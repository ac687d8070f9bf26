# SPDX-License-Identifier: MIT
"""The firewall drops what goes to the proxy; directly it lets 443 and 5671 through and drops 8883."""
from injections import ALL, firewall
from squids import squid_open

FAULTS = ("D02", "B09")
INJECT = firewall('iifname "in" oifname "proxy" meta l4proto tcp drop', "tcp dport 8883 drop")
CAUSE = "proxy.unreachable"
ALSO = ("tcp.drop",)
ACCEPT = ("tcp.drop",)  # neither is needed
WORKS = {"direct": ALL - {"mqtt"}, "proxy": set()}
PROXY = squid_open
OPTIONS = ("--limit", 4)
