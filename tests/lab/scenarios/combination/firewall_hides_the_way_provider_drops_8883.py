# SPDX-License-Identifier: MIT
"""The site's firewall never says that a packet's time to live was over; the router behind it does, and drops 8883."""
from injections import ALL, chain
from injections_provider import provider

FAULTS = ("B09",)
INJECT = (provider("tcp dport 8883 drop"), chain("firewall", "output", ["icmp type time-exceeded drop", "icmpv6 type time-exceeded drop"]))
CAUSE = "tcp.drop"
WORKS = {"direct": ALL - {"mqtt"}}
