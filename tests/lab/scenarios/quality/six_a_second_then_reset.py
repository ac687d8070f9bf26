# SPDX-License-Identifier: MIT
"""The firewall resets new connections beyond six a second."""
from injections import chain

FAULTS = ("B20",)
INJECT = chain("firewall", "forward", ['iifname "in" tcp flags & (syn|ack) == syn limit rate over 6/second burst 6 packets reject with tcp reset'])
CAUSE = "net.rate_limit"
ACCEPT = ("net.connection_limit",)
OPTIONS = ("--limit", 4)
