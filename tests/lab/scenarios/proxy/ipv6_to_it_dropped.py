# SPDX-License-Identifier: MIT
"""The firewall drops IPv6 to the proxy, whose name has an IPv6 address; IPv4 passes."""
from injections import WEB, firewall, only_by_proxy
from injections_proxy import NOT_DIRECT
from squids import squid_open

FAULTS = ("D02", "B11")
INJECT = (only_by_proxy, firewall('iifname "in" oifname "proxy" meta nfproto ipv6 meta l4proto tcp drop'))
CAUSE = "proxy.unreachable"
ACCEPT = ("net.ipv6_broken",)  # which it is, for this one host
SEVERITY = "warning"
WORKS = {"direct": set(), "proxy": WEB}
BROKEN = NOT_DIRECT
PROXY = squid_open
