# SPDX-License-Identifier: MIT
"""The gateway takes 5671 to itself by a redirection, and its own input rules reset it."""
from injections import ALL, chain, nat

FAULTS = ("B01",)
INJECT = (nat('iifname "in" tcp dport 5671 redirect to :5671'), chain("firewall", "input", ['iifname "in" tcp dport 5671 reject with tcp reset']))
CAUSE, WHERE = "tcp.reset", "firewall"
WORKS, BROKEN = {"direct": ALL - {"amqp"}}, ()
