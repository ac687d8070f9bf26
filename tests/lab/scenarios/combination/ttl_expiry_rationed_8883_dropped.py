# SPDX-License-Identifier: MIT
"""Routers tell of an expired time to live once a second at most, and 8883 is dropped."""
from injections import ALL, chain, firewall

FAULTS = ("B09",)
INJECT = (chain("firewall", "output", ["icmp type time-exceeded limit rate over 1/second burst 1 packets drop", "icmpv6 type time-exceeded limit rate over 1/second burst 1 packets drop"]),
          firewall("tcp dport 8883 drop"))
CAUSE = "tcp.drop"
WORKS = {"direct": ALL - {"mqtt"}}
