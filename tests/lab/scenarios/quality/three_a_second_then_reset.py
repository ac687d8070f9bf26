# SPDX-License-Identifier: MIT
"""The firewall resets new connections beyond three a second."""
from injections import chain

FAULTS = ("B20",)
INJECT = chain("firewall", "forward", ['iifname "in" tcp flags & (syn|ack) == syn limit rate over 3/second burst 3 packets reject with tcp reset'])
CAUSE = "net.rate_limit"
ACCEPT = ("net.connection_limit",)  # which of the two is not to be told apart by who is refused
OPTIONS = ("--limit", 4)
