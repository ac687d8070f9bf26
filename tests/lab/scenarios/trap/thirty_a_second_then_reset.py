# SPDX-License-Identifier: MIT
"""The firewall resets new connections beyond thirty a second; no device opens so many."""
from injections import chain

INJECT = chain("firewall", "forward", ['iifname "in" tcp flags & (syn|ack) == syn limit rate over 30/second burst 15 packets reject with tcp reset'])
CAUSE = None
OPTIONS = ("--limit", 4)
