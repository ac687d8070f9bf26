# SPDX-License-Identifier: MIT
"""The firewall rejects new connections beyond three a second, and says by ICMP that it is policy."""
from injections import chain

FAULTS = ("B20",)
INJECT = chain("firewall", "forward", ['iifname "in" tcp flags & (syn|ack) == syn limit rate over 3/second burst 3 packets reject with icmpx admin-prohibited'])
CAUSE = "net.rate_limit"
ACCEPT = ("net.connection_limit",)
OPTIONS = ("--limit", 4)
