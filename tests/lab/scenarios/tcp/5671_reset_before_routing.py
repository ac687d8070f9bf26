# SPDX-License-Identifier: MIT
"""The firewall resets 5671 before it looks at where packets go, so that a SYN of one hop is refused, too."""
from injections import ALL, chain

FAULTS = ("B01",)
INJECT = chain("firewall", "prerouting", ['iifname "in" tcp dport 5671 reject with tcp reset'], priority="-300")
CAUSE, WHERE = "tcp.reset", "firewall"
WORKS, BROKEN = {"direct": ALL - {"amqp"}}, ()
