# SPDX-License-Identifier: MIT
"""The resolver never answers questions for IPv6 addresses, and the firewall drops 8883."""
from injections import ALL, firewall
from injections_dns import asks

FAULTS = ("A12", "B09")
INJECT = (asks("aaaa-silent"), firewall("tcp dport 8883 drop"))
CAUSE = "dns.aaaa_timeout"
ALSO = ("tcp.drop",)
WHERE, BOX = ("resolver", "unknown"), None # a firewall that drops these questions looks the same
WORKS = {"direct": ALL - {"mqtt"}}
