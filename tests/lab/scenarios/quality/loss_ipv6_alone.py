# SPDX-License-Identifier: MIT
"""A quarter of all packets over IPv6 is lost, none over IPv4."""
from injections import iptables

FAULTS = ("F02",)
INJECT = iptables("FORWARD -p tcp -m statistic --mode random --probability 0.25 -j DROP", tables=("ip6tables",))
CAUSE = "net.loss"
OPTIONS = ("--limit", 12)
