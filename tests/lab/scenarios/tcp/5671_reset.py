# SPDX-License-Identifier: MIT
"""The site's firewall resets connections to 5671."""
from injections import ALL, firewall

FAULTS = ("B01",)
INJECT = firewall("tcp dport 5671 reject with tcp reset")
CAUSE = "tcp.reset"
WHERE = "firewall"
WORKS = {"direct": ALL - {"amqp"}}
