# SPDX-License-Identifier: MIT
"""No router tells where packets end, and 8883 is dropped."""
from injections import ALL, chain, firewall

FAULTS = ("B09",)
INJECT = (chain("firewall", "output", ["icmp type time-exceeded drop", "icmpv6 type time-exceeded drop"]), firewall("tcp dport 8883 drop"))
CAUSE = "tcp.drop"
WORKS = {"direct": ALL - {"mqtt"}}
