# SPDX-License-Identifier: MIT
"""The firewall rejects new connections beyond thirty a second, and says by ICMP that it is policy; no device opens so many."""
from injections import chain

INJECT = chain("firewall", "forward", ['iifname "in" tcp flags & (syn|ack) == syn limit rate over 30/second burst 15 packets reject with icmpx admin-prohibited'])
CAUSE = None
OPTIONS = ("--limit", 4)
